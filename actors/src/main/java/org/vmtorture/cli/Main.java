package org.vmtorture.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.vmtorture.report.Build;
import org.vmtorture.report.ExitStatus;
import org.vmtorture.report.Host;
import org.vmtorture.report.Text;
import org.vmtorture.soak.Soak;
import org.vmtorture.soak.SoakListener;
import org.vmtorture.soak.SoakOptions;
import org.vmtorture.soak.SoakPast;
import org.vmtorture.soak.SoakResult;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line's entry. */
@Command(
        name = "vmtorture",
        description = "Who may free a vmalloc page while user space still maps it?",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false)
public final class Main implements Runnable {
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Build.current().toString(), Host.current().toString()};
        }
    }

    private static final String PROGRAM = "vmtorture: ";
    private static final List<String> COMMANDS = // in the order of the help text
            List.of("soak", "explore", "reproduce", "replay", "compare", "report", "check", "jcstress", "list");

    private Main() {}

    public static void main(String[] args) {
        System.setProperty("picocli.converters.excludes", "java.*"); // no option is one; to look for them takes a while
        Shell shell = new Shell(
                List.of(args),
                System.out,
                System.err,
                Path.of(""),
                terminal(),
                true,
                System.getenv(),
                Clock.systemUTC(),
                Main::soak);
        System.exit(execute(shell));
    }

    /** Does what the words say; returns the exit status. */
    static int execute(Shell shell) {
        CommandLine line = new CommandLine(new Main());
        String first = shell.words().isEmpty() ? "" : shell.words().get(0);
        for (String name : COMMANDS.contains(first) ? List.of(first) : COMMANDS) {
            line.addSubcommand(command(name, shell)); // to read all their options takes longer than to find a race
        }
        line.setExpandAtFiles(false)
                .setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((wrong, args) -> complain(shell, misused(wrong)))
                .setExecutionExceptionHandler((thrown, command, parsed) -> failed(shell, thrown));
        return line.execute(shell.words().toArray(new String[0]));
    }

    private static Object command(String name, Shell shell) {
        return switch (name) {
            case "soak" -> new SoakCommand(shell);
            case "explore" -> new ExploreCommand(shell);
            case "reproduce" -> new ReproduceCommand(shell);
            case "replay" -> new ReplayCommand(shell);
            case "compare" -> new CompareCommand(shell);
            case "report" -> new ReportCommand(shell);
            case "check" -> new CheckCommand(shell);
            case "jcstress" -> new JcstressCommand(shell);
            case "list" -> new ListCommand(shell);
            default -> throw new AssertionError(name);
        };
    }

    @Override
    public void run() {
        throw new Complaint(
                "say what to do: soak, explore, reproduce, replay, compare, report, check, jcstress or list;"
                        + " vmtorture --help tells more");
    }

    private static Torture soak(SoakOptions options, SoakPast past, SoakListener listener) {
        Soak soak = new Soak(options, past, listener);
        return new Torture() {
            @Override
            public SoakResult run() {
                return soak.run();
            }

            @Override
            public void interrupt() {
                soak.interrupt();
            }
        };
    }

    /** Since JDK 22 there may be a console without anybody before it; it knows, but 17 cannot ask by name. */
    @SuppressWarnings("SystemConsoleNull") // null still says "nobody" on 17; the rest is asked below
    private static boolean terminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException before22) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException unknown) {
            return false;
        }
    }

    static int complain(Shell shell, Complaint complaint) {
        shell.err().println(PROGRAM + Text.printable(complaint.getMessage()));
        return complaint.status().code();
    }

    /** The tester's own mistake, outside of any run. */
    private static int failed(Shell shell, Exception thrown) {
        if (thrown instanceof Complaint complaint) {
            return complain(shell, complaint);
        }
        shell.err().println(PROGRAM + "failed: " + Text.printable(thrown.toString()));
        shell.err().print(stackTrace(thrown));
        return ExitStatus.TESTER_FAILED.code();
    }

    static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    /** What picocli found wrong, in our words. */
    private static Complaint misused(ParameterException wrong) {
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        if (wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return unmatched(command, unmatched.getUnmatched().get(0));
        }
        if (wrong instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            CommandLine.Model.ArgSpec argument = missing.getMissing().get(0);
            String name = argument.isOption()
                    ? ((CommandLine.Model.OptionSpec) argument).longestName()
                    : argument.paramLabel();
            return new Complaint(name + ": needs a value, as in: " + name + " " + argument.paramLabel());
        }
        if (wrong instanceof OverwrittenOptionException twice) {
            return new Complaint(
                    ((CommandLine.Model.OptionSpec) twice.getOverwritten()).longestName() + ": given twice");
        }
        return new Complaint(wrong.getMessage().lines().findFirst().orElse("wrong command line"));
    }

    private static Complaint unmatched(CommandSpec command, String word) {
        if (word.startsWith("-") && word.length() > 1) {
            String name = word.replaceFirst("=.*", "");
            List<String> known = new ArrayList<>();
            command.options().forEach(option -> known.add(option.longestName()));
            return Nearest.unknown(name, "option", name, known);
        }
        if (!command.subcommands().isEmpty()) {
            return Nearest.unknown(word, "command", word, command.subcommands().keySet());
        }
        return new Complaint(word + ": " + command.qualifiedName() + " takes no such argument");
    }
}
