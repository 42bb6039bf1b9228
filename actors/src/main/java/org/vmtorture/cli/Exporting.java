package org.vmtorture.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import javax.lang.model.SourceVersion;
import org.vmtorture.explore.ReplayFile;
import org.vmtorture.export.Format;
import org.vmtorture.report.ExitStatus;
import org.vmtorture.report.Text;
import org.vmtorture.survey.Rerun;

/** Where an export goes, and as what. */
final class Exporting {
    private static final String JAVA = ".java";

    private final Shell shell;
    private final Format format;
    private final String out; // null for standard output

    private Exporting(Shell shell, Format format, String out) {
        this.shell = shell;
        this.format = format;
        this.out = out;
    }

    /** What was asked for, if anything was. */
    static Optional<Exporting> of(Shell shell, String export, String out, boolean json) {
        if (export == null) {
            if (out != null) {
                throw new Complaint(
                        "--out " + out + ": needs --export " + String.join(", ", Format.ids()) + " beside it");
            }
            return Optional.empty();
        }
        Format format = Format.of(export)
                .orElseThrow(() -> new Complaint(
                        "--export " + export + ": unknown format; known: " + String.join(", ", Format.ids())));
        if (json) {
            throw new Complaint("--json: an export is no JSON; leave out one of the two");
        }
        return Optional.of(new Exporting(shell, format, out));
    }

    /** Writes the export and returns the process's exit status. Nothing that is there is overwritten. */
    int write(Rerun rerun) {
        ReplayFile file = rerun.file();
        Path path = out == null ? Path.of(format.fileName(file)) : path(file);
        String name = String.valueOf(path.getFileName());
        if (format.isJava() && !isClassFile(name)) {
            throw new Complaint(
                    "--out " + out + ": a Java class is in a file of its name, as " + format.fileName(file));
        }
        String className = format.isJava() ? name.substring(0, name.length() - JAVA.length()) : "";
        String text = format.export(file, rerun.violation().orElseThrow(), className);
        if (out == null) {
            shell.out().print(text);
            shell.out().flush();
            return ExitStatus.CLEAN.code();
        }
        try {
            Files.writeString(path, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException there) {
            throw new Complaint(path + ": is there already; remove it, or name another file with --out");
        } catch (IOException unwritable) {
            throw new Complaint(
                    ExitStatus.NO_RESOURCES,
                    path + ": cannot be written: " + unwritable.getClass().getSimpleName());
        }
        shell.out().println(Text.printable("written: " + path));
        return ExitStatus.CLEAN.code();
    }

    private static boolean isClassFile(String name) {
        return name.endsWith(JAVA) && SourceVersion.isName(name.substring(0, name.length() - JAVA.length()));
    }

    private Path path(ReplayFile file) {
        Path path = shell.current().resolve(SoakRequest.path("--out", out));
        return Files.isDirectory(path) ? path.resolve(format.fileName(file)) : path;
    }
}
