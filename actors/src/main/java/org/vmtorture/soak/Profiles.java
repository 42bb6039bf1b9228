package org.vmtorture.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmtorture.mm.MachineSize;

/** The workloads that come with the tester, and those that a user wrote; both in HOCON, both read strictly. */
public final class Profiles {
    /** What runs when nothing is said. */
    public static final String DEFAULT = "mixed";

    /**
     * An auditor, and at least one driver, one process and one worker, leave this many of {@link MachineSize#CPUS_MAX}.
     */
    public static final int ACTORS_MAX = MachineSize.CPUS_MAX - 3;

    /** Below this the CPUs' own caches hold most of memory, and allocation fails more than it succeeds. */
    public static final int FRAMES_MIN = 1024;

    static final int PAGES_MAX = 1024;
    static final int WEIGHT_MAX = 10_000;
    private static final int MAPPABLE_MAX = 8 << 20;
    private static final int FILE_BYTES_MAX = 1 << 16;
    private static final List<String> NAMES =
            List.of(DEFAULT, "observer", "camera", "verbs-churn", "fuzzer", "arena", "pinner", "adversary");

    private Profiles() {}

    /** The names of those that come with the tester, the default first. */
    public static List<String> names() {
        return NAMES;
    }

    /** A profile that comes with the tester, or null if there is none of this name. */
    public static Profile named(String name) {
        if (!NAMES.contains(name)) {
            return null;
        }
        String resource = "/profiles/" + name + ".conf";
        try (InputStream in = Profiles.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new ProfileReader(name + ".conf", Map.of()).read(name, text);
        } catch (IOException broken) {
            throw new UncheckedIOException(resource, broken);
        }
    }

    /** A user's own profile; {@link ProfileFormatException} if it cannot be read or is not one. */
    public static Profile read(Path file) {
        String source = file.toString();
        try {
            if (Files.isDirectory(file)) {
                throw new ProfileFormatException(source, "is a directory; name a file, or one of " + known());
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            }
            if (bytes.length > FILE_BYTES_MAX) {
                throw new ProfileFormatException(source, "not a profile: larger than " + FILE_BYTES_MAX + " bytes");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new ProfileReader(source, numbers(named(DEFAULT))).read("" + file.getFileName(), text);
        } catch (CharacterCodingException binary) {
            throw new ProfileFormatException(source, "not a profile: not UTF-8 text");
        } catch (NoSuchFileException missing) {
            throw new ProfileFormatException(source, "no such file; profiles are a file or one of " + known());
        } catch (IOException unreadable) {
            throw new ProfileFormatException(source, "cannot be read; check its permissions");
        }
    }

    /** The names, as complaints list them. */
    public static String known() {
        return String.join(", ", NAMES);
    }

    /** The profile on a machine of another size. */
    public static Profile sized(Profile profile, int drivers, int processes, int gups, int walkers, int frames) {
        Map<ProfileKey, Double> numbers = numbers(profile);
        numbers.put(ProfileKey.DRIVERS, (double) drivers);
        numbers.put(ProfileKey.PROCESSES, (double) processes);
        numbers.put(ProfileKey.GUPS, (double) gups);
        numbers.put(ProfileKey.WALKERS, (double) walkers);
        numbers.put(ProfileKey.FRAMES, (double) frames);
        return of(profile.name(), profile.story(), numbers);
    }

    /** CPUs that the profile needs: one per actor, and the auditor's. */
    public static int cpus(Profile profile) {
        return profile.drivers() + profile.processes() + profile.gups() + profile.walkers() + profile.kworkers() + 1;
    }

    /** What of the whole is too much, though each number may be within its range; empty if all is well. */
    public static Optional<String> excess(Profile profile) {
        if (cpus(profile) > MachineSize.CPUS_MAX) {
            return Optional.of("drivers+processes+gups+walkers+kworkers+auditor=" + cpus(profile) + ": must be at most "
                    + MachineSize.CPUS_MAX);
        }
        long regions = (long) profile.drivers() * profile.regionsPerDriver();
        if (2 * regions * profile.pagesMax() > MAPPABLE_MAX) {
            return Optional.of("drivers*per-driver*pages-max*2=" + 2 * regions * profile.pagesMax()
                    + ": must be at most " + MAPPABLE_MAX);
        }
        if (2 * regions * profile.pagesMin() > profile.frames()) {
            return Optional.of("frames=" + profile.frames() + ": must be at least drivers*per-driver*pages-min*2="
                    + 2 * regions * profile.pagesMin() + ", or the regions do not fit");
        }
        return Optional.empty();
    }

    static Map<ProfileKey, Double> numbers(Profile profile) {
        Map<ProfileKey, Double> numbers = new EnumMap<>(ProfileKey.class);
        for (ProfileKey key : ProfileKey.values()) {
            numbers.put(key, number(profile, key));
        }
        return numbers;
    }

    private static double number(Profile profile, ProfileKey key) {
        return switch (key) {
            case DRIVERS -> profile.drivers();
            case PROCESSES -> profile.processes();
            case GUPS -> profile.gups();
            case WALKERS -> profile.walkers();
            case KWORKERS -> profile.kworkers();
            case FRAMES -> profile.frames();
            case PER_DRIVER -> profile.regionsPerDriver();
            case PAGES_MIN -> profile.pagesMin();
            case PAGES_MAX -> profile.pagesMax();
            case BLOCKS -> profile.blocks();
            case RELYING -> profile.relying();
            case CHURN -> profile.churn();
            case KERNEL_ACCESS -> profile.kernelAccess();
            case MAP -> profile.map();
            case UNMAP -> profile.unmap();
            case PARTIAL_UNMAP -> profile.partialUnmap();
            case MOVE -> profile.move();
            case FORK -> profile.fork();
            case EXIT -> profile.exit();
            case ACCESS -> profile.access();
            case MAP_FAILURE -> profile.mapFailure();
            case FORK_FAILURE -> profile.forkFailure();
            case LONG_TERM -> profile.longTermPins();
            case HOLD -> profile.pinHold();
            case HAND_ON -> profile.handOn();
        };
    }

    static Profile of(String name, String story, Map<ProfileKey, Double> numbers) {
        return new Profile(
                name,
                story,
                numbers.get(ProfileKey.DRIVERS).intValue(),
                numbers.get(ProfileKey.PROCESSES).intValue(),
                numbers.get(ProfileKey.GUPS).intValue(),
                numbers.get(ProfileKey.WALKERS).intValue(),
                numbers.get(ProfileKey.KWORKERS).intValue(),
                numbers.get(ProfileKey.FRAMES).intValue(),
                numbers.get(ProfileKey.PER_DRIVER).intValue(),
                numbers.get(ProfileKey.PAGES_MIN).intValue(),
                numbers.get(ProfileKey.PAGES_MAX).intValue(),
                numbers.get(ProfileKey.BLOCKS),
                numbers.get(ProfileKey.RELYING),
                numbers.get(ProfileKey.CHURN).intValue(),
                numbers.get(ProfileKey.KERNEL_ACCESS).intValue(),
                numbers.get(ProfileKey.MAP).intValue(),
                numbers.get(ProfileKey.UNMAP).intValue(),
                numbers.get(ProfileKey.PARTIAL_UNMAP).intValue(),
                numbers.get(ProfileKey.MOVE).intValue(),
                numbers.get(ProfileKey.FORK).intValue(),
                numbers.get(ProfileKey.EXIT).intValue(),
                numbers.get(ProfileKey.ACCESS).intValue(),
                numbers.get(ProfileKey.MAP_FAILURE),
                numbers.get(ProfileKey.FORK_FAILURE),
                numbers.get(ProfileKey.LONG_TERM),
                numbers.get(ProfileKey.HOLD).intValue(),
                numbers.get(ProfileKey.HAND_ON));
    }
}
