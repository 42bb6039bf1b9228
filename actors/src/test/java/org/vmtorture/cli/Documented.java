package org.vmtorture.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The command lines that README and docs print: in blocks of code, and in the midst of a sentence. */
final class Documented {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize(); // tests run in their module's folder

    private static final String PROGRAM = "(?:\\./vmtorture|vmtorture|mvn|strace|jcmd|git|java)";
    private static final String VARIABLES = "(?:[A-Z_]+=\\S+ )*";
    private static final Pattern IN_BLOCK =
            Pattern.compile("^(?: {4,}|\\t)(?:\\$ )?(" + VARIABLES + PROGRAM + "(?: .*)?)$");
    private static final Pattern IN_SENTENCE = Pattern.compile("`(" + VARIABLES + PROGRAM + " [^`]+)`");
    private static final Pattern REMARK = Pattern.compile("\\s+#.*$");

    private Documented() {}

    /** Each command as printed, without its remark, and the files that print it. */
    static Map<String, List<String>> commands() throws IOException {
        Map<String, List<String>> commands = new LinkedHashMap<>();
        for (Path file : files()) {
            String name = ROOT.relativize(file).toString();
            for (String command : in(Files.readString(file))) {
                List<String> names = commands.computeIfAbsent(command, first -> new ArrayList<>());
                if (!names.contains(name)) {
                    names.add(name);
                }
            }
        }
        return commands;
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md"))
                    .sorted(Comparator.naturalOrder())
                    .forEach(files::add);
        }
        return files;
    }

    static List<String> in(String text) {
        List<String> commands = new ArrayList<>();
        StringBuilder prose = new StringBuilder();
        for (String line : text.lines().toList()) {
            Matcher block = IN_BLOCK.matcher(line);
            if (block.matches()) {
                commands.add(plain(block.group(1)));
            } else {
                prose.append(line).append('\n');
            }
        }
        Matcher sentence = IN_SENTENCE.matcher(prose);
        while (sentence.find()) {
            commands.add(plain(sentence.group(1)));
        }
        return commands;
    }

    private static String plain(String command) {
        return REMARK.matcher(command).replaceFirst("").replaceAll("\\s+", " ").strip();
    }
}
