package org.vmtorture.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.vmtorture.check.Difference;
import org.vmtorture.check.GoldenFormatException;
import org.vmtorture.check.ModelCheck;
import org.vmtorture.oracle.Defect;
import org.vmtorture.report.ExitStatus;
import org.vmtorture.report.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The model against measurements of real kernels. */
@Command(
        name = "check",
        description = "Performs what real kernels were measured to do on the model and compares every number.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        usageHelpWidth = 80,
        footer = {
            "",
            "Exit status: 0 the model does what the kernels did, 1 it does not (the first",
            "difference is printed), 64 the command line or the file is wrong."
        })
final class CheckCommand implements Callable<Integer> {
    private static final int NAME_WIDTH = 20;

    private final Shell shell;

    @Option(names = "--golden", paramLabel = "FILE", description = "this recording instead of all that come along")
    String golden;

    @Option(
            names = "--defect",
            paramLabel = "NAME",
            description = "check a model that is wrong on purpose; see list defects")
    String defect;

    @Option(names = "--json", description = "one JSON document on standard output")
    boolean json;

    CheckCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Defect planted = defect == null ? Defect.NONE : SoakRequest.defect(defect);
        ModelCheck.Result result = check(planted);
        if (json) {
            shell.out().println(document(result).toPrettyString());
        } else {
            lines(result).forEach(line -> shell.out().println(Text.printable(line)));
        }
        return (result.passed() ? ExitStatus.CLEAN : ExitStatus.FINDINGS).code();
    }

    private ModelCheck.Result check(Defect planted) {
        if (golden == null) {
            return ModelCheck.run(planted);
        }
        try {
            return ModelCheck.run(shell.current().resolve(Path.of(golden)), golden, planted);
        } catch (GoldenFormatException wrong) {
            throw new Complaint("--golden " + wrong.getMessage());
        }
    }

    private List<String> lines(ModelCheck.Result result) {
        List<String> lines = new ArrayList<>();
        result.parts().forEach(part -> lines.add(part.toString()));
        if (!result.leftOut().isEmpty()) {
            lines.add("measured, and left out:");
        }
        result.leftOut().forEach((column, why) -> {
            List<String> text = Text.wrap(why, Text.COLUMNS - NAME_WIDTH, "");
            for (int i = 0; i < text.size(); i++) {
                lines.add(String.format("%-" + NAME_WIDTH + "s", i == 0 ? "  " + column : "") + text.get(i));
            }
        });
        if (result.difference().isPresent()) {
            lines.add("");
            lines.addAll(result.difference().get().lines());
            lines.add("the model does not do what the kernel did; the first difference stands above");
        } else {
            lines.add("the model does what the kernels did");
        }
        return lines;
    }

    private static ObjectNode document(ModelCheck.Result result) {
        ObjectNode document = new ObjectMapper().createObjectNode();
        document.put("schema", "vmtorture.check/1");
        document.put("passed", result.passed());
        for (ModelCheck.Part part : result.parts()) {
            ObjectNode node = document.putObject(part.name());
            node.put("total", part.total()).put("passed", part.passed()).put(part.unit(), part.compared());
        }
        ObjectNode leftOut = document.putObject("left_out");
        result.leftOut().forEach(leftOut::put);
        if (result.difference().isPresent()) {
            Difference difference = result.difference().get();
            ObjectNode node = document.putObject("difference");
            node.put("where", difference.where()).put("what", difference.what());
            strings(node.putArray("kernel"), difference.expected());
            strings(node.putArray("model"), difference.actual());
            strings(node.putArray("before"), difference.before());
        }
        return document;
    }

    private static void strings(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
