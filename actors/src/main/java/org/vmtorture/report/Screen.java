package org.vmtorture.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * Where people read. On a terminal the last few lines may be redrawn in place; elsewhere every line stays, and there
 * are no escapes. One thread at a time writes: the listener's, then the one that waited for it.
 */
public final class Screen {
    private final PrintStream out;
    private final boolean redraws;
    private final int columns;
    private int drawn;

    public Screen(PrintStream out, boolean redraws, int columns) {
        this.out = out;
        this.redraws = redraws;
        this.columns = columns;
    }

    /** The process's own: redrawn only where somebody watches it, on a terminal that can. */
    public static Screen of(PrintStream out, boolean terminal, Map<String, String> environment) {
        String term = environment.getOrDefault("TERM", "dumb");
        boolean plain = !environment.getOrDefault("CI", "").isEmpty()
                || !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || term.isEmpty()
                || term.equals("dumb");
        int columns = Text.COLUMNS;
        String width = environment.getOrDefault("COLUMNS", "");
        if (width.matches("[1-9][0-9]{1,3}")) {
            columns = Integer.parseInt(width);
        }
        return new Screen(out, terminal && !plain, columns);
    }

    public boolean redraws() {
        return redraws;
    }

    /** A line that stays, above whatever is redrawn. */
    public synchronized void line(String text) {
        erase();
        out.println(Text.printable(text));
        out.flush();
    }

    public synchronized void lines(List<String> lines) {
        lines.forEach(this::line);
    }

    /** Replaces what was last drawn. Clipped, for a line that wraps could not be erased. */
    synchronized void draw(List<String> lines) {
        erase();
        lines.forEach(text -> out.println(Text.clip(Text.printable(text), columns - 1)));
        drawn = lines.size();
        out.flush();
    }

    /** Takes away what is redrawn, for a table will take its place. */
    public synchronized void erase() {
        if (redraws && drawn > 0) {
            out.print("\033[" + drawn + "A\033[J");
        }
        drawn = 0;
    }
}
