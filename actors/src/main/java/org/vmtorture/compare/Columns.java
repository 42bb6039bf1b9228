package org.vmtorture.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.vmtorture.page.Html;
import org.vmtorture.report.Text;

/**
 * One of the decision table's parts: a row for each strategy, a column for each thing that was measured.
 *
 * @param title what it is about
 * @param notes how to read it
 * @param heads of the columns after the strategy's
 * @param row a strategy's cells, as many as there are heads
 */
record Columns(String title, List<String> notes, List<String> heads, Function<JsonNode, List<String>> row) {

    /** What stands behind a number of findings. */
    static final String FOUND = " found";

    /** All parts, in the order in which they are told. */
    static List<Columns> of(JsonNode table) {
        List<Columns> all = new ArrayList<>();
        all.add(safety(table));
        all.add(accesses("Read-modify-writes, first page", "first_page"));
        all.add(accesses("Read-modify-writes, each page more", "page_more"));
        all.add(times(table));
        all.add(contention());
        all.add(rates(table));
        all.add(memory());
        all.add(retention());
        all.add(semantics("Semantics: pins and frees", List.of("gup-fast", "gup-slow", "vfree while mapped")));
        all.add(semantics("Semantics: mappings", List.of("partial unmap", "split", "fork", "mremap")));
        all.add(semantics("Semantics: page-table walkers", List.of("walker: page", "walker: mapcount")));
        return all;
    }

    private static Columns safety(JsonNode table) {
        List<String> notes = new ArrayList<>(
                List.of("careful, careless: findings of soak legs by drivers that count their VMAs, and by"
                        + " drivers of which"
                        + " " + Html.number(100 * table.path("careless").asDouble())
                        + " % forget to. scenarios: of the explorer, without any defect; violated ones include"
                        + " the weaknesses that a scenario expects of a strategy. races: of the known"
                        + " ones that were explored to the end, how many it prevents."));
        table.path("safety_from")
                .forEach(run -> notes.add("from " + run.path("run").asText() + ", of "
                        + run.path("started").asText() + ", which " + state(run) + ": "
                        + run.path("command").asText()));
        return new Columns(
                "Safety",
                notes,
                List.of("careful", "careless", "exhausted", "bounded", "violated", "unknown", "not run", "races"),
                strategy -> List.of(
                        found(strategy.path("drivers").path("careful")),
                        found(strategy.path("drivers").path("careless")),
                        strategy.path("explored").path("exhausted").asText(),
                        strategy.path("explored").path("bounded").asText(),
                        strategy.path("explored").path("violated").asText(),
                        strategy.path("explored").path("unknown").asText(),
                        strategy.path("explored").path("not_run").asText(),
                        races(strategy.path("races"))));
    }

    private static String state(JsonNode run) {
        String state = run.path("state").asText();
        return state.equals("running") ? "goes on or was killed" : "is " + state;
    }

    private static String found(JsonNode legs) {
        long sum = 0;
        for (JsonNode count : legs.path("findings")) {
            sum += count.asLong();
        }
        return sum == 0 ? legs.path("verdict").asText() : Text.exact(sum) + FOUND;
    }

    private static String races(JsonNode races) {
        if (races.isMissingNode()) {
            return "not tried";
        }
        int prevented = 0;
        for (JsonNode verdict : races) {
            prevented += verdict.asText().equals("prevented") ? 1 : 0;
        }
        return prevented + "/" + races.size();
    }

    private static Columns accesses(String title, String which) {
        List<String> operations = List.of("map", "fork", "walk", "pin", "unpin", "unmap", "vfree");
        return new Columns(
                title,
                List.of("counted, not timed; locks, page tables and TLB included. Loads and stores are in the"
                        + " JSON and on"
                        + " the page."),
                operations,
                strategy -> operations.stream()
                        .map(operation -> strategy.path("accesses")
                                .path(operation)
                                .path(which)
                                .path("rmws"))
                        .map(rmws -> rmws.isMissingNode() ? "refused" : Html.number(rmws.asDouble()))
                        .toList());
    }

    private static Columns times(JsonNode table) {
        int most = table.path("cpus").asInt();
        List<String> heads = new ArrayList<>();
        for (String operation : List.of("pin", "map")) {
            heads.add(operation + " x1");
            heads.add(operation + " x" + most);
        }
        return new Columns(
                "Nanoseconds, median (least-most of the rounds)",
                List.of("pin: pin and unpin of one page that all threads share. map: mmap and munmap of 16 pages of one"
                        + " area, each thread in its own address space. xN: N threads at once."),
                heads,
                strategy -> {
                    List<String> cells = new ArrayList<>();
                    for (String operation : List.of("pin and unpin", "map and unmap")) {
                        JsonNode by = strategy.path("nanos_per_operation").path(operation);
                        cells.add(spread(by.path("1"), Text::count));
                        cells.add(spread(by.path(String.valueOf(most)), Text::count));
                    }
                    return cells;
                });
    }

    private static String spread(JsonNode spread, DoubleFunction<String> number) {
        return spread.isMissingNode()
                ? "refused"
                : number.apply(spread.path("median").asDouble()) + " ("
                        + number.apply(spread.path("least").asDouble()) + "-"
                        + number.apply(spread.path("most").asDouble()) + ")";
    }

    private static Columns contention() {
        Map<String, String> heads = new LinkedHashMap<>();
        heads.put("pin", "pin and unpin");
        heads.put("map", "map and unmap");
        List<String> columns = new ArrayList<>();
        heads.keySet().forEach(head -> columns.addAll(List.of(head + " retries", head + " waits")));
        return new Columns(
                "Contention for each operation, median (least-most of the rounds)",
                List.of("by as many threads as there are CPUs. retries: compare-and-exchanges that failed, those of"
                        + " locks left out. waits: rounds of waiting for a lock or for a TLB flush. Counted, of the"
                        + " schedules of this run."),
                columns,
                strategy -> {
                    List<String> cells = new ArrayList<>();
                    for (String operation : heads.values()) {
                        JsonNode one = strategy.path("contention_per_operation").path(operation);
                        cells.add(spread(one.path("cas_retries"), Columns::fine));
                        cells.add(spread(one.path("waits"), Columns::fine));
                    }
                    return cells;
                });
    }

    private static String fine(double value) {
        return value == 0 ? "0" : value < 10 ? String.format(Locale.ROOT, "%.3f", value) : Text.count(value);
    }

    private static Columns rates(JsonNode table) {
        List<String> profiles = new ArrayList<>();
        table.path("strategies")
                .path(0)
                .path("operations_per_second")
                .properties()
                .forEach(entry -> profiles.add(entry.getKey()));
        return new Columns(
                "Operations per second by profile, median (least-most of the rounds)",
                List.of("careful drivers. On shared cores these swing by a factor of two; compare orders of"
                        + " magnitude."),
                profiles,
                strategy -> profiles.stream()
                        .map(profile ->
                                spread(strategy.path("operations_per_second").path(profile), Text::count))
                        .toList());
    }

    private static Columns memory() {
        return new Columns(
                "Memory: bytes for the counts",
                List.of("objects: of a 64-page area, seen on the model. The rest is arithmetic on the fields that the"
                        + " options name, beyond the 8-byte memdesc word of each page and the area's array of pages."),
                List.of("objects", "each", "per page", "1-page area", "64 MiB area"),
                strategy -> {
                    JsonNode memory = strategy.path("memory");
                    double perPage =
                            memory.path("kernel_bytes_by_area").path("64 MiB").asDouble() / (64 << 8);
                    return List.of(
                            memory.path("objects_of_a_64_page_area").asText(),
                            memory.path("kernel_bytes_per_object").asText(),
                            Html.number(Math.round(perPage * 100) / 100.0),
                            memory.path("kernel_bytes_by_area").path("1 page").asText(),
                            memory.path("kernel_bytes_by_area").path("64 MiB").asText());
                });
    }

    private static Columns retention() {
        return new Columns(
                "Retention: KiB held beyond KiB in use",
                List.of("areas of 64 pages, each freed by its driver while a pin of one page lives on for up"
                        + " to 16 steps;"
                        + " a worker comes every fourth step. steps to free: from a page's last use,"
                        + " over all pages."),
                List.of("peak", "mean", "deferred, peak", "steps to free", "pins"),
                strategy -> {
                    JsonNode held = strategy.path("retention");
                    return List.of(
                            Html.number(held.path("peak_bytes").asDouble() / 1024),
                            Html.number(held.path("mean_bytes").asDouble() / 1024),
                            Html.number(held.path("backlog_peak_bytes").asDouble() / 1024),
                            Html.number(held.path("steps_to_free").asDouble()),
                            held.path("pins").asBoolean() ? "yes" : "refused");
                });
    }

    private static Columns semantics(String title, List<String> calls) {
        return new Columns(
                title,
                List.of("tried on the model, by a driver that counts nothing itself. lost: the call succeeds"
                        + " and no longer"
                        + " does what it was for."),
                calls,
                strategy -> calls.stream()
                        .map(call -> strategy.path("semantics").path(call).asText())
                        .toList());
    }
}
