package org.vmtorture.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vmtorture.op.GupMode;
import org.vmtorture.oracle.Defect;
import org.vmtorture.soak.Finding;
import org.vmtorture.soak.Profiles;
import org.vmtorture.soak.SoakOptions;

/**
 * One soak as it was asked for, with what reports say of it besides its options.
 *
 * @param profile the profile as it can be named again: a name, or a file without the user's folders
 * @param trace the trace likewise, or empty
 * @param sizes options that override the profile's numbers, as {@code --drivers 3}
 * @param expect what the run is to find, or empty
 */
public record SoakRun(
        Build build,
        Host host,
        SoakOptions options,
        String command,
        String profile,
        String trace,
        List<String> sizes,
        String expect) {
    private static final Duration RERUN_MIN = Duration.ofSeconds(10);

    /** Careful legs always run, careless ones if anything is careless. */
    public int legs() {
        return options.strategies().size() * (options.careless() > 0 ? 2 : 1);
    }

    public Duration legDuration() {
        return options.duration().dividedBy(legs());
    }

    /** The command that gives the same strategy the same time under the same load. */
    public String again(Finding finding) {
        List<String> words = new ArrayList<>(List.of("./vmtorture", "soak"));
        words.addAll(List.of("--strategy", finding.strategy().id(), "--profile", quoted(profile)));
        if (!trace.isEmpty()) {
            words.addAll(List.of("--trace", quoted(trace)));
        }
        words.addAll(sizes);
        words.addAll(List.of("--careless", finding.careless() ? Text.number(options.careless()) : "0"));
        if (options.gup() != GupMode.FAST) {
            words.addAll(List.of("--gup", gup()));
        }
        if (options.defect() != Defect.NONE) {
            words.addAll(List.of("--defect", options.defect().id()));
        }
        if (options.noise() > 0) {
            words.addAll(List.of("--noise", Text.number(options.noise())));
        }
        Duration time = legDuration().multipliedBy(finding.careless() ? 2 : 1);
        time = time.compareTo(RERUN_MIN) < 0 ? RERUN_MIN : time;
        words.addAll(List.of("--seed", Long.toString(options.seed()), "--for", Text.duration(time.toNanos())));
        return String.join(" ", words);
    }

    String gup() {
        return options.gup().name().toLowerCase(Locale.ROOT);
    }

    /** What the machine is and how it is loaded, as {@code name=value} words. */
    public String load() {
        var it = options.profile();
        return "drivers=" + it.drivers() + " processes=" + it.processes() + " gups=" + it.gups() + " walkers="
                + it.walkers() + " kworkers=" + it.kworkers() + " cpus=" + Profiles.cpus(it) + " frames="
                + it.frames() + " gup=" + gup() + " careless=" + Text.number(options.careless()) + " noise="
                + Text.number(options.noise()) + " defect=" + options.defect().id();
    }

    /** Before the first operation: all that decides what this run does. */
    public List<String> heading(String directory) {
        List<String> lines = new ArrayList<>();
        lines.addAll(Text.paragraph("", build + ", soak on " + host));
        lines.addAll(Text.paragraph(
                "seed       ", options.seed() + " (of the load; the schedule is the operating system's)"));
        lines.addAll(
                Text.paragraph("profile    ", profile + ": " + options.profile().story()));
        if (!trace.isEmpty()) {
            lines.addAll(Text.paragraph("trace      ", trace));
        }
        lines.addAll(Text.paragraph("machine    ", load()));
        String drivers = options.careless() > 0 ? " x careful, careless" : " x careful";
        String strategies = String.join(
                ", ",
                options.strategies().stream().map(strategy -> strategy.id()).toList());
        lines.addAll(Text.paragraph(
                "legs       ",
                legs() + " of " + Text.duration(legDuration().toNanos()) + ", "
                        + Text.duration(options.duration().toNanos()) + " in all: " + strategies + drivers));
        lines.add("directory  " + directory);
        return lines;
    }

    /** As a shell takes it: most names need no quotes. */
    public static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
