package org.vmtorture.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.vmtorture.report.ExitStatus;
import org.vmtorture.report.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Core's own classes on this machine's memory model: starts the jar of jcstress-tests. */
@Command(
        name = "jcstress",
        description = "Races core's own classes on this machine's hardware, and names the report.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        usageHelpWidth = 80,
        footer = {
            "",
            "brief takes about two minutes, quick more than an hour, the others longer: see",
            "docs/JCSTRESS.md.",
            "",
            "Exit status: 0 nothing forbidden was seen and every control showed what it",
            "must, 1 not so, 3 the tests are not built, 64 the command line is wrong."
        })
final class JcstressCommand implements Callable<Integer> {
    private static final String BRIEF = "brief";
    private static final List<String> MODES = List.of(BRIEF, "sanity", "quick", "default", "tough", "stress");
    private static final String JAR = "jcstress-tests/target/jcstress.jar";
    private static final String BUILD = "mvn -B -DskipTests -pl core,jcstress-tests package";
    private static final String GATE = "org.vmtorture.jcstress.Gate";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Shell shell;

    @Option(
            names = {"-m", "--mode"},
            paramLabel = "MODE",
            description = "brief, or one of jcstress: sanity, quick, default, tough, stress (default brief)")
    String mode = BRIEF;

    @Option(
            names = {"-t", "--test"},
            paramLabel = "TEST",
            description = "only tests in whose names this regular expression is found")
    String test = "";

    @Option(
            names = "--time",
            paramLabel = "TIME",
            description = "for each test, or each iteration of a mode of jcstress (default of brief: 400ms)")
    String time;

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "new or empty (default vmtorture-runs/TIME-jcstress)")
    String runDir;

    JcstressCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!MODES.contains(mode)) {
            throw Nearest.unknown("--mode " + mode, "mode", mode, MODES);
        }
        Optional<Duration> each = Optional.ofNullable(time).map(text -> Quantity.time("--time", text));
        Path jar = jar();
        int tests = count(jar);
        Path directory = directory();
        boolean brief = mode.equals(BRIEF);
        shell.out()
                .println(Text.printable("jcstress: " + tests + " tests, mode=" + mode
                        + (brief ? "" : "; progress is in " + directory.resolve("jcstress.log"))));
        int exit = run(jar, each, directory);
        Path report = directory.resolve(brief ? "outcomes.txt" : "results/index.html");
        shell.out().println(Text.printable("report: " + report));
        return (exit == 0 ? ExitStatus.CLEAN : exit == 1 ? ExitStatus.FINDINGS : ExitStatus.TESTER_FAILED).code();
    }

    private Path jar() {
        String home = System.getProperty("vmtorture.home");
        Path jar = (home == null ? shell.current() : Path.of(home)).resolve(JAR);
        if (!Files.isRegularFile(jar)) {
            throw new Complaint(ExitStatus.NO_RESOURCES, JAR + ": not built; build it with: " + BUILD);
        }
        return jar.toAbsolutePath();
    }

    /** How many tests the pattern selects: at least one. */
    private int count(Path jar) {
        Pattern wanted;
        try {
            wanted = Pattern.compile(test);
        } catch (PatternSyntaxException wrong) {
            throw new Complaint("--test " + test + ": not a regular expression: " + wrong.getDescription());
        }
        List<String> names = TestNames.of(jar);
        long count = names.stream().filter(wanted.asPredicate()).count();
        if (count == 0) {
            throw new Complaint("--test " + test + ": found in the name of none of " + names.size() + " tests; one is "
                    + names.stream().findFirst().orElse("none"));
        }
        return (int) count;
    }

    private Path directory() {
        String name =
                runDir == null ? "vmtorture-runs/" + TIME.format(shell.clock().instant()) + "-jcstress" : runDir;
        Path directory = shell.current().resolve(name);
        try {
            Files.createDirectories(directory);
            try (Stream<Path> files = Files.list(directory)) {
                if (files.findAny().isPresent()) {
                    throw new Complaint("--run-dir " + name + ": must be new or empty");
                }
            }
        } catch (IOException e) {
            throw new Complaint(ExitStatus.NO_RESOURCES, "--run-dir " + name + ": cannot be made: " + e.getMessage());
        }
        return directory;
    }

    /** The gate's exit status. Its outcomes go to a file; its last line, or its complaints, to the screen. */
    private int run(Path jar, Optional<Duration> each, Path directory) throws InterruptedException {
        Path outcomes = directory.resolve("outcomes.txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-ea", "-cp", jar.toString(), GATE, "-m", mode));
        if (!test.isEmpty()) {
            command.addAll(List.of("-t", test));
        }
        each.ifPresent(span -> command.addAll(List.of("-time", String.valueOf(span.toMillis()))));
        try {
            Process gate = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(outcomes.toFile())
                    .redirectError(directory.resolve("complaints.txt").toFile())
                    .start();
            Thread end = new Thread(() -> stop(gate));
            Runtime.getRuntime().addShutdownHook(end);
            int exit = gate.waitFor();
            Runtime.getRuntime().removeShutdownHook(end);
            print(exit == 0 ? lastLine(outcomes) : Files.readString(directory.resolve("complaints.txt")));
            return exit;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(Process gate) {
        gate.descendants().forEach(ProcessHandle::destroy);
        gate.destroy();
    }

    private void print(String text) {
        text.lines().forEach(line -> shell.out().println(Text.printable(line)));
    }

    private static String lastLine(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }
}
