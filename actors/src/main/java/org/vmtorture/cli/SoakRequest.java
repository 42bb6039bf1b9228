package org.vmtorture.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.op.GupMode;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.report.Build;
import org.vmtorture.report.Host;
import org.vmtorture.report.RunDirectory;
import org.vmtorture.report.SoakRun;
import org.vmtorture.soak.Profile;
import org.vmtorture.soak.ProfileFormatException;
import org.vmtorture.soak.Profiles;
import org.vmtorture.soak.SoakOptions;
import org.vmtorture.strategy.StrategyId;
import org.vmtorture.trace.StraceLog;
import org.vmtorture.trace.StraceReader;
import org.vmtorture.trace.TraceFormatException;

/** A soak as it was asked for, checked in all its parts before anything is created or run. */
final class SoakRequest {
    private static final Duration TIME = Duration.ofSeconds(56); // all seven strategies, both ways, four seconds each
    private static final double CARELESS = 0.01;

    /** What {@code --web} alone asks for. */
    static final String FREE_PORT = "free";

    private static final int PORT_MAX = 65535;

    private final Shell shell;
    private final SoakRun run;
    private final Optional<Path> directory;
    private final OptionalInt web;
    private final boolean json;

    SoakRequest(Shell shell, SoakCommand asked) {
        this.shell = shell;
        this.json = asked.json;
        Defect defect = asked.defect == null ? Defect.NONE : defect(asked.defect);
        if (!defect.soaks()) {
            throw new Complaint("--defect " + defect.id() + ": no soak shows it, for " + defect.absence() + "; "
                    + ListCommand.shownBy(defect).replaceFirst(";.*", "") + " does");
        }
        List<StrategyId> strategies = strategies(asked.strategy, defect);
        Duration time = asked.time == null ? TIME : Quantity.time("--for", asked.time);
        double usualCareless = defect == Defect.NONE ? CARELESS : 0;
        double careless = asked.careless == null ? usualCareless : Quantity.fraction("--careless", asked.careless);
        double noise = asked.noise == null ? 0 : Quantity.fraction("--noise", asked.noise);
        GupMode gup = asked.gup == null ? GupMode.FAST : gup(asked.gup);
        // short, so that the line that runs it again stays short
        long seed = asked.seed == null
                ? ThreadLocalRandom.current().nextInt(1, 1_000_000_000)
                : Quantity.seed("--seed", asked.seed);
        String expect = asked.expect == null ? "" : expect(asked.expect);
        String profileName = asked.profile == null ? Profiles.DEFAULT : asked.profile;
        Profile profile = sized(profile(profileName), asked);
        Optional<Path> trace = Optional.ofNullable(asked.trace).map(name -> path("--trace", name));
        this.directory = Optional.ofNullable(asked.runDir).map(name -> path("--run-dir", name));
        this.web = asked.web == null ? OptionalInt.empty() : OptionalInt.of(port(asked.web));
        trace.ifPresent(SoakRequest::check);
        var options = new SoakOptions(strategies, time, profile, trace, gup, careless, defect, noise, seed);
        this.run = new SoakRun(
                Build.current(),
                Host.current(),
                options,
                "vmtorture " + shell.words().stream().map(SoakRun::quoted).collect(Collectors.joining(" ")),
                Profiles.names().contains(profileName) ? profileName : shown(path("--profile", profileName)),
                trace.map(this::shown).orElse(""),
                sizes(asked),
                expect);
    }

    SoakSession session() {
        return new SoakSession(shell, run, Optional.empty(), this::open, web, json);
    }

    /** The run directory that the user named, or a new one. */
    private RunDirectory open() {
        return directory
                .map(name -> RunDirectory.at(shell.current().resolve(name)))
                .orElseGet(
                        () -> RunDirectory.create(shell.current(), shell.clock().instant(), "soak"));
    }

    static int port(String text) {
        return text.equals(FREE_PORT) ? 0 : Quantity.whole("--web", text, 1, PORT_MAX);
    }

    static Defect defect(String name) {
        List<String> known = Arrays.stream(Defect.values()).map(Defect::id).toList();
        if (!known.contains(name)) {
            throw Nearest.unknown("--defect " + name, "defect", name, known);
        }
        return Defect.values()[known.indexOf(name)];
    }

    /** A defect is best shown where it was made for. */
    private static List<StrategyId> strategies(String names, Defect defect) {
        if (names == null) {
            return defect == Defect.NONE ? List.of(StrategyId.values()) : List.of(StrategyId.of(defect.strategy()));
        }
        return strategies(names);
    }

    static List<StrategyId> strategies(String names) {
        if (names.equals("all")) {
            return List.of(StrategyId.values());
        }
        Set<StrategyId> strategies = new LinkedHashSet<>();
        for (String name : names.split(",", -1)) {
            StrategyId strategy = StrategyId.of(name.strip());
            if (strategy == null) {
                List<String> known = new ArrayList<>(List.of("all"));
                Arrays.stream(StrategyId.values()).map(StrategyId::id).forEach(known::add);
                throw Nearest.unknown("--strategy " + names, "strategy", name.strip(), known);
            }
            strategies.add(strategy);
        }
        return List.copyOf(strategies);
    }

    private static GupMode gup(String name) {
        for (GupMode mode : GupMode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(name)) {
                return mode;
            }
        }
        throw Nearest.unknown("--gup " + name, "mode", name, List.of("refuse", "slow", "fast"));
    }

    private static String expect(String name) {
        List<String> known =
                Arrays.stream(FindingKind.values()).map(FindingKind::id).toList();
        if (!known.contains(name)) {
            throw Nearest.unknown("--expect " + name, "kind of finding", name, known);
        }
        return name;
    }

    private Profile profile(String name) {
        Profile known = Profiles.named(name);
        if (known != null) {
            return known;
        }
        Path file = path("--profile", name);
        boolean meantAsFile = name.contains("/")
                || name.contains(".")
                || Files.exists(shell.current().resolve(file));
        if (!meantAsFile) {
            throw Nearest.unknown("--profile " + name, "profile", name, Profiles.names());
        }
        try {
            return Profiles.read(shell.current().resolve(file));
        } catch (ProfileFormatException wrong) {
            throw new Complaint(wrong.getMessage());
        }
    }

    private static Profile sized(Profile profile, SoakCommand asked) {
        int actors = Profiles.ACTORS_MAX;
        Profile sized = Profiles.sized(
                profile,
                number("--drivers", asked.drivers, profile.drivers(), 1, actors),
                number("--processes", asked.processes, profile.processes(), 1, actors),
                number("--gups", asked.gups, profile.gups(), 0, actors),
                number("--walkers", asked.walkers, profile.walkers(), 0, actors),
                number("--frames", asked.frames, profile.frames(), Profiles.FRAMES_MIN, MachineSize.FRAMES_MAX));
        Profiles.excess(sized).ifPresent(excess -> {
            throw new Complaint(String.join(" ", sizes(asked)) + ": " + excess);
        });
        return sized;
    }

    private static int number(String option, String text, int usual, int min, int max) {
        return text == null ? usual : Quantity.whole(option, text, min, max);
    }

    private static List<String> sizes(SoakCommand asked) {
        List<String> sizes = new ArrayList<>();
        String[] names = {"--drivers", "--processes", "--gups", "--walkers", "--frames"};
        String[] values = {asked.drivers, asked.processes, asked.gups, asked.walkers, asked.frames};
        for (int i = 0; i < names.length; i++) {
            if (values[i] != null) {
                sizes.add(names[i] + " " + values[i]);
            }
        }
        return sizes;
    }

    /** Read twice, here and by the soak: a run directory is not made for a log that nobody can use. */
    static void check(Path trace) {
        try {
            StraceLog log = new StraceReader().read(trace);
            if (log.events().isEmpty()) {
                throw new Complaint(trace + ": nothing in it to repeat: no call that maps memory of a driver");
            }
        } catch (TraceFormatException wrong) {
            throw new Complaint(wrong.getMessage());
        }
    }

    static Path path(String option, String name) {
        try {
            if (!name.isBlank()) {
                return Path.of(name);
            }
        } catch (InvalidPathException wrong) {
            throw new Complaint(option + " " + name + ": not a file name: " + wrong.getReason());
        }
        throw new Complaint(option + ": needs the name of a file");
    }

    /**
     * As a report may print it: relative to where we are, or without its folders, which are the user's own business.
     */
    private String shown(Path path) {
        Path here = shell.current().toAbsolutePath().normalize();
        Path there = here.resolve(path).normalize();
        return there.startsWith(here) ? here.relativize(there).toString() : String.valueOf(path.getFileName());
    }
}
