package org.vmtorture.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.vmtorture.mm.Vmas;

/** Reads a golden trace, strictly: one JSON object a line, a header first. */
final class GoldenReader {
    private static final int LINES_MAX = 1_000_000;
    private static final int PAGES_MAX = 1 << 12;
    private static final int SLOTS_MAX = 1 << 16;
    private static final int PROCESSES_MAX = 60; // that live at once: each has a CPU of the model to itself
    private static final int PIPES_MAX = 1024;
    private static final Set<String> PROVIDERS = Set.of("bpf", "vmod");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String name;
    private final Set<Integer> alive = new HashSet<>();
    private int number;
    private int pages;
    private int slots;
    private int pipes;
    private int most = 1; // processes alive at once

    private GoldenReader(String name) {
        this.name = name;
    }

    /**
     * Reads one trace.
     *
     * @throws GoldenFormatException if it is not one, or ends in the middle of a line
     * @throws IOException if it cannot be read at all
     */
    static GoldenTrace read(String name, Reader source) throws GoldenFormatException, IOException {
        return new GoldenReader(name).read(new BufferedReader(source));
    }

    private GoldenTrace read(BufferedReader in) throws GoldenFormatException, IOException {
        JsonNode header = next(in);
        if (header == null) {
            throw wrong("empty: a golden trace begins with a header line");
        }
        if (!header.path("kind").asText().equals("header")) {
            throw wrong("no header: a golden trace begins with {\"kind\":\"header\",\"kernel\":...,\"pages\":...}");
        }
        String provider = text(header, "provider");
        if (!PROVIDERS.contains(provider)) {
            throw wrong("provider=" + provider + " is unknown: bpf and vmod are modelled");
        }
        pages = whole(header, "pages", 1, PAGES_MAX);
        slots = whole(header, "slots", 1, SLOTS_MAX);
        pipes = whole(header, "pipes", 0, PIPES_MAX);
        GoldenTrace.Counts init = counts(header, "init");
        alive.add(0);
        List<GoldenTrace.Line> lines = new ArrayList<>();
        for (JsonNode line = next(in); line != null; line = next(in)) {
            lines.add(line(line));
        }
        if (lines.isEmpty()) {
            throw wrong("no operations after the header");
        }
        return new GoldenTrace(name, text(header, "kernel"), pages, slots, most, pipes, init, lines);
    }

    private JsonNode next(BufferedReader in) throws GoldenFormatException, IOException {
        String line;
        try {
            line = in.readLine();
        } catch (CharacterCodingException binary) {
            throw new GoldenFormatException(name, number + 1, "not text: a golden trace is JSON, one object a line");
        }
        number++;
        if (line == null) {
            return null;
        }
        if (number > LINES_MAX) {
            throw wrong("more than " + LINES_MAX + " lines");
        }
        try {
            JsonNode node = JSON.readTree(line);
            if (node == null || !node.isObject()) {
                throw wrong("not a JSON object: a golden trace has one object a line");
            }
            return node;
        } catch (JsonProcessingException broken) {
            throw wrong("not a JSON object, or cut off: a golden trace has one whole object a line");
        }
    }

    private GoldenTrace.Line line(JsonNode node) throws GoldenFormatException {
        GoldenTrace.Op op = op(text(node, "op"));
        int process = whole(node, "proc", 0, Integer.MAX_VALUE);
        if (!alive.contains(process)) {
            throw wrong("proc=" + process + " does not live: a process is forked before it does anything");
        }
        boolean ranged = node.has("slot");
        int slot = ranged ? whole(node, "slot", 0, slots - 1) : 0;
        int count = node.has("n") ? whole(node, "n", 1, slots - slot) : 1;
        int other = 0;
        long protection = 0;
        switch (op) {
            case MMAP -> {
                require(node, "slot", "n");
                other = whole(node, "pgoff", 0, Integer.MAX_VALUE);
                protection = protection(text(node, "prot"));
            }
            case MREMAP -> {
                require(node, "slot", "n");
                other = whole(node, "to", 0, slots - count);
            }
            case MPROTECT -> {
                require(node, "slot", "n");
                protection = protection(text(node, "prot"));
            }
            case MUNMAP, MADVISE_DONTNEED, MADVISE_DONTFORK, MADVISE_DOFORK, PIN -> require(node, "slot", "n");
            case VMSPLICE -> {
                require(node, "slot");
                other = whole(node, "pipe", 0, pipes - 1);
            }
            case PIPE_DRAIN -> other = whole(node, "pipe", 0, pipes - 1);
            case FORK -> other = whole(node, "child", 0, Integer.MAX_VALUE);
            case EXIT, SIGKILL, UNPIN -> {}
        }
        String errno = errno(node);
        live(op, process, other, errno.isEmpty());
        return new GoldenTrace.Line(
                number, op, process, slot, count, other, protection, errno, counts(node, "pages"), text(node));
    }

    private void live(GoldenTrace.Op op, int process, int child, boolean succeeded) throws GoldenFormatException {
        if (op == GoldenTrace.Op.FORK && succeeded) {
            if (!alive.add(child)) {
                throw wrong("child=" + child + " lives already");
            }
            most = Math.max(most, alive.size());
            if (most > PROCESSES_MAX) {
                throw wrong("more than " + PROCESSES_MAX + " processes live at once");
            }
        } else if (op == GoldenTrace.Op.EXIT || op == GoldenTrace.Op.SIGKILL) {
            alive.remove(process);
        }
    }

    private GoldenTrace.Op op(String name) throws GoldenFormatException {
        for (GoldenTrace.Op op : GoldenTrace.Op.values()) {
            if (op.name().toLowerCase(Locale.ROOT).equals(name)) {
                return op;
            }
        }
        throw wrong("op=" + name + " is unknown");
    }

    private long protection(String text) throws GoldenFormatException {
        return switch (text) {
            case "rw" -> Vmas.READ | Vmas.WRITE;
            case "r" -> Vmas.READ;
            case "none" -> 0;
            default -> throw wrong("prot=" + text + " must be rw, r or none");
        };
    }

    private String errno(JsonNode node) throws GoldenFormatException {
        int rc = whole(node, "rc", -1, Integer.MAX_VALUE);
        JsonNode errno = node.path("errno");
        if (rc >= 0) {
            return "";
        }
        if (!errno.isTextual() || errno.asText().isEmpty()) {
            throw wrong("rc=-1 without the name of its errno");
        }
        return errno.asText();
    }

    private GoldenTrace.Counts counts(JsonNode node, String field) throws GoldenFormatException {
        JsonNode array = node.path(field);
        if (!array.isArray() || array.size() != pages) {
            throw wrong(field + " must have a pair [refcount, mapcount] for each of pages=" + pages);
        }
        int[] refcounts = new int[pages];
        int[] mapcounts = new int[pages];
        for (int page = 0; page < pages; page++) {
            JsonNode pair = array.get(page);
            if (pair.size() != 2 || !pair.path(0).isInt() || !pair.path(1).isInt()) {
                throw wrong(field + "[" + page + "] must be [refcount, mapcount]");
            }
            refcounts[page] = pair.get(0).asInt();
            mapcounts[page] = pair.get(1).asInt();
        }
        return new GoldenTrace.Counts(refcounts, mapcounts);
    }

    private void require(JsonNode node, String... fields) throws GoldenFormatException {
        for (String field : fields) {
            if (!node.has(field)) {
                throw wrong(field + " is missing");
            }
        }
    }

    private String text(JsonNode node, String field) throws GoldenFormatException {
        if (!node.path(field).isTextual()) {
            throw wrong(field + " is missing or no text");
        }
        return node.get(field).asText();
    }

    private int whole(JsonNode node, String field, int min, int max) throws GoldenFormatException {
        JsonNode value = node.path(field);
        if (!value.isInt() || value.asInt() < min || value.asInt() > max) {
            throw wrong(field + "=" + (value.isMissingNode() ? "missing" : value) + " must be a whole number from "
                    + min + (max == Integer.MAX_VALUE ? "" : " to " + max));
        }
        return value.asInt();
    }

    /** The line as it stands in the file, but for what is only of the recorder. */
    private static String text(JsonNode node) {
        ObjectNode shown = ((ObjectNode) node).deepCopy();
        shown.remove(List.of("i", "pages", "ok", "x", "rc", "errno"));
        StringBuilder text = new StringBuilder();
        shown.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                text.append(text.isEmpty() ? "" : " ").append(field.getKey()).append('=');
                text.append(field.getValue().asText());
            }
        });
        return text.toString();
    }

    private GoldenFormatException wrong(String what) {
        return new GoldenFormatException(name, number, what);
    }
}
