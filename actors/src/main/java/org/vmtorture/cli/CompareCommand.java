package org.vmtorture.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vmtorture.compare.CompareOptions;
import org.vmtorture.compare.DecisionTable;
import org.vmtorture.compare.GivenRuns;
import org.vmtorture.compare.TablePage;
import org.vmtorture.compare.TableText;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.page.NoRunException;
import org.vmtorture.report.ExitStatus;
import org.vmtorture.scenario.Races;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures all strategies side by side. */
@Command(
        name = "compare",
        description =
                "Measures all strategies on this machine in one run: what each prevents, costs, keeps and breaks.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        usageHelpWidth = 80,
        footer = {"", "Exit status: 0 measured, 3 no resources, 64 the command line is wrong, 70 the tester failed."})
final class CompareCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--quick", description = "within three minutes on two cores; else it takes as long as it must")
    private boolean quick;

    @Option(
            names = "--from",
            arity = "1..*",
            paramLabel = "DIR",
            description = "runs from before: what soaks say of drivers, explorations of scenarios and reproductions"
                    + " of races is taken over and not run anew; the rest is measured")
    private List<String> from = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where compare.json and compare.html go, made if it is not there (default: here)")
    private String out = "";

    @Option(names = "--json", description = "one JSON document on standard output, the rest on standard error")
    private boolean json;

    CompareCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Path folder = shell.current().resolve(out);
        GivenRuns given = given();
        prepare(folder);
        int cpus = Runtime.getRuntime().availableProcessors();
        CompareOptions options =
                quick ? CompareOptions.quick(FiberKind.best(), cpus) : CompareOptions.thorough(FiberKind.best(), cpus);
        Canaries.builtIn().check(options.fibers(), Optional.empty(), true);
        PrintStream telling = json ? shell.err() : shell.out();
        ObjectNode table = new DecisionTable(options, Races.all(), given, telling::println).measure(shell.clock());
        String text = text(table);
        write(folder.resolve("compare.json"), text);
        write(folder.resolve("compare.html"), TablePage.of(table));
        telling.println();
        TableText.of(table).forEach(telling::println);
        telling.println("Written: " + folder.resolve("compare.html") + ", " + folder.resolve("compare.json"));
        if (json) {
            shell.out().print(text);
            shell.out().flush();
        }
        return 0;
    }

    private GivenRuns given() {
        try {
            return GivenRuns.read(from.stream()
                    .map(name -> shell.current().resolve(SoakRequest.path("--from", name)))
                    .toList());
        } catch (NoRunException wrong) {
            throw new Complaint(wrong.getMessage());
        }
    }

    /** Before minutes of measuring, of which nothing could be kept. */
    private static void prepare(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException refused) {
            throw new Complaint(ExitStatus.NO_RESOURCES, "--out " + folder + ": no such folder can be made");
        }
        if (!Files.isWritable(folder)) {
            throw new Complaint(ExitStatus.NO_RESOURCES, "--out " + folder + ": cannot be written");
        }
    }

    private static String text(ObjectNode table) {
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(table) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible); // a tree of numbers and strings
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException refused) {
            throw new Complaint(ExitStatus.NO_RESOURCES, file + ": cannot be written: " + refused.getMessage());
        }
    }
}
