package org.vmtorture.report;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All that is left of a run, on disk while it runs: a kill -9 loses at most a second of counters, and no finding that
 * was printed. Files appear whole, by a rename; logs are appended to and flushed.
 */
public final class RunDirectory implements AutoCloseable {
    /** Where runs go that were not told where. */
    private static final String HOME = "vmtorture-runs";

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int SAME_SECOND_MAX = 100;
    /** In a finding's folder: what shows it again. */
    static final String REPLAY = "replay.conf";

    private static final String LOCK = "lock";
    private static final String RUN = "run.json";
    /** The name of {@link #page}. */
    public static final String PAGE = "report.html";

    private static final String METRICS = "metrics.jsonl";
    private static final String COUNTS = "counts.log";
    private static final String PAIRS = "pairs.jsonl";
    private static final String FINDINGS = "findings";
    private static final String FLOOD = "FLOOD/titles.txt";

    private final Path directory;
    private final FileChannel
            lock; // held open, for the lock is the kernel's: it goes with the process, however that ends
    private final FileChannel metrics;
    private final FileChannel counts;
    private volatile boolean hurried;

    private RunDirectory(Path directory, FileChannel lock) throws IOException {
        this.directory = directory;
        this.lock = lock;
        Files.createDirectories(directory.resolve(FINDINGS));
        this.metrics = FileChannel.open(directory.resolve(METRICS), CREATE, APPEND);
        this.counts = FileChannel.open(directory.resolve(COUNTS), CREATE, APPEND);
        sync(directory);
    }

    /** A new directory named after the time and the mode, below the current one. */
    public static RunDirectory create(Path current, Instant now, String mode) {
        String stamp = STAMP.format(now) + "-" + mode;
        Path home = current.resolve(HOME);
        for (int i = 1; i < SAME_SECOND_MAX; i++) {
            Path directory = home.resolve(i == 1 ? stamp : stamp + "-" + i);
            try {
                Files.createDirectories(home);
                Files.createDirectory(directory);
                return take(directory);
            } catch (FileAlreadyExistsException taken) {
                if (!Files.isDirectory(home)) {
                    throw unwritable(home, taken);
                }
            } catch (IOException unwritable) {
                throw unwritable(directory, unwritable);
            }
        }
        throw new RunDirectoryException(
                home.toString(), "too many runs began this second; name one with --run-dir DIR");
    }

    /** The directory that the user named: new, or empty. */
    public static RunDirectory at(Path directory) {
        try {
            if (Files.exists(directory) && !Files.isDirectory(directory)) {
                throw new RunDirectoryException(directory.toString(), "is not a directory");
            }
            Files.createDirectories(directory);
            return take(directory);
        } catch (IOException unwritable) {
            throw unwritable(directory, unwritable);
        }
    }

    /** The directory of a run that was stopped or killed, to go on in. */
    public static RunDirectory resume(Path directory) {
        String name = directory.toString();
        boolean began = Files.isRegularFile(directory.resolve(LOCK)); // whether it has a run.json, only its owner knows
        if (!began && !Files.isRegularFile(directory.resolve(RUN))) {
            throw RunDirectoryException.misnamed(
                    name, Files.isDirectory(directory) ? "is not a run directory" : "no such run directory");
        }
        try {
            FileChannel channel = lock(directory);
            try {
                if (!Files.isRegularFile(directory.resolve(RUN))) {
                    throw RunDirectoryException.misnamed(name, "holds no run.json: its run never began");
                }
                return new RunDirectory(directory, channel);
            } catch (IOException | RuntimeException refused) {
                channel.close();
                throw refused;
            }
        } catch (IOException unwritable) {
            throw unwritable(directory, unwritable);
        }
    }

    private static RunDirectoryException unwritable(Path directory, IOException why) {
        String reason = why instanceof AccessDeniedException
                ? "permission denied"
                : why instanceof FileSystemException system && system.getReason() != null
                        ? system.getReason()
                        : "no such folder can be made";
        return new RunDirectoryException(directory.toString(), "cannot be written: " + reason);
    }

    private static RunDirectory take(Path directory) throws IOException {
        boolean ours = Files.exists(directory.resolve(LOCK));
        if (!ours) {
            try (Stream<Path> files = Files.list(directory)) {
                if (files.findAny().isPresent()) {
                    throw new RunDirectoryException(
                            directory.toString(), "holds files that are not a run's; name another");
                }
            }
        }
        FileChannel channel = lock(directory);
        try {
            if (Files.exists(directory.resolve(RUN))) {
                throw new RunDirectoryException(directory.toString(), "already holds a run; name another");
            }
            return new RunDirectory(directory, channel);
        } catch (IOException | RuntimeException refused) {
            channel.close();
            throw refused;
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel = FileChannel.open(directory.resolve(LOCK), CREATE, READ, WRITE);
        try {
            if (locked(channel)) {
                throw new RunDirectoryException(directory.toString(), "is in use by another run");
            }
            channel.truncate(0);
            write(channel, "pid=" + ProcessHandle.current().pid() + "\n");
            return channel;
        } catch (IOException | RuntimeException refused) {
            channel.close();
            throw refused;
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock taken = channel.tryLock();
            return taken == null;
        } catch (OverlappingFileLockException here) {
            return true;
        }
    }

    public Path path() {
        return directory;
    }

    /** The state of the whole run, replacing what was said before. */
    void run(String json) throws IOException {
        replace(directory, RUN, json);
    }

    void table(String text) throws IOException {
        replace(directory, "table.txt", text);
    }

    /** The run as a page, of what the directory holds. */
    public void page(String html) throws IOException {
        replace(directory, PAGE, html);
    }

    /** What was said last of the run. */
    String run() throws IOException {
        return Files.readString(directory.resolve(RUN));
    }

    /** Cuts the logs where a kill tore them; says what was lost, a line each. */
    List<String> mend(Predicate<String> metric, Predicate<String> count) throws IOException {
        List<String> lost = new ArrayList<>();
        LogTail.mend(directory.resolve(METRICS), metric).ifPresent(lost::add);
        LogTail.mend(directory.resolve(COUNTS), count).ifPresent(lost::add);
        return lost;
    }

    /** The lines of counts.log, the oldest first. */
    List<String> countLines() throws IOException {
        return lines(directory.resolve(COUNTS));
    }

    /** What {@link #flood} was told. */
    List<String> floodLines() throws IOException {
        return lines(directory.resolve(FINDINGS).resolve(FLOOD));
    }

    /** When the run last gave a sign of life. */
    Instant lastSign() throws IOException {
        Instant metric = Files.getLastModifiedTime(directory.resolve(METRICS)).toInstant();
        Instant state = Files.getLastModifiedTime(directory.resolve(RUN)).toInstant();
        return metric.isAfter(state) ? metric : state;
    }

    private static List<String> lines(Path log) throws IOException {
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    /** A file of each finding's folder, in no order; folders that a kill left unfinished are none. */
    List<String> ofFindings(String name) throws IOException {
        List<String> texts = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory.resolve(FINDINGS), "[0-9a-f]*")) {
            for (Path folder : folders) {
                texts.add(Files.readString(folder.resolve(name)));
            }
        }
        return texts;
    }

    /** A line of numbers, on disk when this returns. */
    void metrics(String json) throws IOException {
        write(metrics, json + "\n");
        metrics.force(false);
    }

    /** A line more of pairs.jsonl: which operations met in one exploration. */
    void pairs(String json) throws IOException {
        Files.writeString(directory.resolve(PAIRS), json + "\n", CREATE, APPEND);
    }

    void counted(String line) throws IOException {
        write(counts, line + "\n");
        if (!hurried) {
            counts.force(false);
        }
    }

    /**
     * From now on files still appear whole or not at all, but nobody waits for the disk itself: the user waits for the
     * prompt.
     */
    void hurry() {
        hurried = true;
    }

    /** A finding's folder appears whole or not at all, and is there when this returns. */
    void finding(String id, Map<String, String> files) throws IOException {
        Path findings = directory.resolve(FINDINGS);
        Path unfinished = findings.resolve("." + id + ".tmp");
        Files.createDirectories(unfinished);
        for (Map.Entry<String, String> file : files.entrySet()) {
            try (FileChannel channel =
                    FileChannel.open(unfinished.resolve(file.getKey()), CREATE, WRITE, TRUNCATE_EXISTING)) {
                write(channel, file.getValue());
                if (!hurried) {
                    channel.force(true);
                }
            }
        }
        if (!hurried) {
            sync(unfinished);
        }
        Files.move(unfinished, findings.resolve(id), StandardCopyOption.ATOMIC_MOVE);
        if (!hurried) {
            sync(findings);
        }
    }

    /**
     * Says of a finding what is known at the end: hundreds at once, so not forced; the finding itself is on disk long
     * since.
     */
    void amended(String id, String name, String text) throws IOException {
        replace(directory.resolve(FINDINGS).resolve(id), name, text, false);
    }

    /** A folder that only grows, for what is too much to tell one by one. */
    void flood(String line) throws IOException {
        Path flood = directory.resolve(FINDINGS).resolve(FLOOD);
        Files.createDirectories(flood.getParent());
        try (FileChannel channel = FileChannel.open(flood, CREATE, APPEND)) {
            write(channel, line + "\n");
            channel.force(false);
        }
    }

    /** What killed the tester. */
    public void crash(String text) throws IOException {
        replace(directory, "crash.txt", text);
    }

    private static void replace(Path folder, String name, String text) throws IOException {
        replace(folder, name, text, true);
        sync(folder);
    }

    private static void replace(Path folder, String name, String text, boolean forced) throws IOException {
        Path unfinished = folder.resolve("." + name + ".tmp");
        try (FileChannel channel = FileChannel.open(unfinished, CREATE, WRITE, TRUNCATE_EXISTING)) {
            write(channel, text);
            if (forced) {
                channel.force(true);
            }
        }
        Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** A rename lasts when its folder is on disk. Where folders cannot be opened, the file system has its own way. */
    private static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        } catch (IOException unsupported) {
            assert !folder.toString().isEmpty();
        }
    }

    @Override
    public void close() throws IOException {
        metrics.close();
        counts.close();
        lock.close();
    }
}
