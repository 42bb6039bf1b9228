package org.vmtorture.export;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vmtorture.explore.ReplayFile;
import org.vmtorture.explore.Violation;

/** What a finding can be exported as. */
public enum Format {
    JUNIT("junit", "Test.java"),
    JCSTRESS("jcstress", "Stress.java"),
    MARKDOWN("markdown", ".md");

    private final String id;
    private final String ending;

    Format(String id, String ending) {
        this.id = id;
        this.ending = ending;
    }

    public static Optional<Format> of(String id) {
        return Arrays.stream(values()).filter(format -> format.id.equals(id)).findFirst();
    }

    public static List<String> ids() {
        return Arrays.stream(values()).map(format -> format.id).toList();
    }

    /** The file that a finding gets in a folder: {@code GupFastVsMunmapTest.java}. */
    public String fileName(ReplayFile file) {
        return this == MARKDOWN
                ? file.scenario().name() + ending
                : Words.camel(file.scenario().name()) + ending;
    }

    /** Whether the export is a class, which must be called as its file is. */
    public boolean isJava() {
        return this != MARKDOWN;
    }

    /**
     * The text.
     *
     * @param className of a Java class; else unused
     * @param violation what the replay showed
     */
    public String export(ReplayFile file, Violation violation, String className) {
        return switch (this) {
            case JUNIT -> JunitExport.text(file, className);
            case JCSTRESS -> new JcstressExport(file, className).text();
            case MARKDOWN -> MarkdownExport.text(file, violation);
        };
    }
}
