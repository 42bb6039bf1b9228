package org.vmtorture.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vmtorture.report.Escape;
import org.vmtorture.report.FindingReport;
import org.vmtorture.report.SoakRun;
import org.vmtorture.report.Text;
import org.vmtorture.soak.Finding;
import org.vmtorture.soak.Leg;
import org.vmtorture.soak.LegResult;
import org.vmtorture.web.Snapshot.Found;

/** The page as HTML, complete without any script. The script fetches its tables again when they have changed. */
final class Page {
    private final SoakRun run;
    private final Template page = new Template("/web/page.html");
    private final Template finding = new Template("/web/finding.html");

    Page(SoakRun run) {
        this.run = run;
    }

    String html(Snapshot now) {
        return page.with(Map.of(
                "facts", facts(now),
                "elapsed",
                        Double.toString(now.progress().map(p -> p.nanos() / 1e9).orElse(0.0)),
                "total", Double.toString(run.options().duration().toNanos() / 1e9),
                "tables", tables(now),
                "revision", Integer.toString(now.revision()),
                "about", about()));
    }

    private static String facts(Snapshot now) {
        StringBuilder rows = new StringBuilder();
        for (Fact fact : Fact.of(now)) {
            rows.append("<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">")
                    .append(Escape.html(fact.label()))
                    .append("</th><td role=\"cell\" data-fact=\"")
                    .append(Escape.html(fact.key()))
                    .append("\" class=\"")
                    .append(fact.alarming() ? "alarming" : "")
                    .append("\">")
                    .append(Escape.html(fact.value()))
                    .append("</td></tr>\n");
        }
        return rows.toString();
    }

    /** The legs and the findings: what changes seldom. */
    String tables(Snapshot now) {
        return legs(now) + findings(now);
    }

    private static String legs(Snapshot now) {
        StringBuilder rows = new StringBuilder("<h2 id=\"legs\">Legs</h2>\n");
        rows.append("<div class=\"wide\" role=\"region\" aria-labelledby=\"legs\" tabindex=\"0\"><table>\n")
                .append("<thead><tr><th scope=\"col\">strategy</th><th scope=\"col\">drivers</th>")
                .append("<th scope=\"col\">verdict</th><th scope=\"col\">findings</th>")
                .append("<th scope=\"col\" class=\"number\">ops</th><th scope=\"col\" class=\"number\">rate</th>")
                .append("<th scope=\"col\" class=\"number\">retained</th></tr></thead>\n<tbody>\n");
        Map<Integer, LegResult> results = new LinkedHashMap<>();
        now.results().forEach(result -> results.put(result.leg().index(), result));
        for (Leg leg : now.legs()) {
            boolean running = now.running().equals(Optional.of(leg));
            rows.append(row(leg, results.get(leg.index()), running));
        }
        if (now.legs().isEmpty()) {
            rows.append("<tr><td colspan=\"7\">The soak has not begun.</td></tr>\n");
        }
        return rows.append("</tbody></table></div>\n").toString();
    }

    private static String row(Leg leg, LegResult result, boolean running) {
        StringBuilder row = new StringBuilder("<tr>");
        cell(row, "", leg.strategy().id());
        cell(row, "", leg.drivers());
        if (result == null) {
            String state = running ? "running" : "waiting";
            cell(row, state, state);
            cell(row, "", "-");
            cell(row, "number", "-");
            cell(row, "number", "-");
            cell(row, "number", "-");
        } else {
            double perSecond = result.nanos() == 0 ? 0 : result.operations() * 1e9 / result.nanos();
            cell(row, result.verdict().text(), result.verdict().text());
            cell(row, "kinds", kinds(result));
            cell(row, "number", Text.count(result.operations()));
            cell(row, "number", Text.count(perSecond) + "/s");
            cell(row, "number", Text.count(result.retainedPagesPeak()));
        }
        return row.append("</tr>\n").toString();
    }

    private static void cell(StringBuilder row, String style, String text) {
        row.append("<td class=\"")
                .append(style)
                .append("\">")
                .append(Escape.html(text))
                .append("</td>");
    }

    private static String kinds(LegResult result) {
        StringBuilder kinds = new StringBuilder();
        new TreeMap<>(result.findings()).forEach((kind, count) -> {
            if (count > 0) {
                kinds.append(kinds.isEmpty() ? "" : ", ")
                        .append(kind.id())
                        .append(' ')
                        .append(Text.exact(count));
            }
        });
        String text = kinds.isEmpty() ? "-" : kinds.toString();
        return result.trouble().isEmpty() ? text : text + "; " + result.trouble();
    }

    private static String findings(Snapshot now) {
        StringBuilder list = new StringBuilder("<h2 id=\"findings\">Findings</h2>\n");
        if (now.findings().isEmpty()) {
            return list.append("<p>None so far.</p>\n").toString();
        }
        list.append("<div class=\"wide\" role=\"region\" aria-labelledby=\"findings\" tabindex=\"0\"><table>\n")
                .append("<thead><tr><th scope=\"col\" class=\"number\">count</th><th scope=\"col\">title</th>")
                .append("<th scope=\"col\">strategy, drivers</th></tr></thead>\n<tbody>\n");
        for (Found found : now.findings()) {
            Finding finding = found.finding();
            list.append("<tr>");
            cell(list, "number", Text.exact(found.atLeast()) + (found.counted() == 0 ? "+" : ""));
            list.append("<td><a href=\"/findings/")
                    .append(Escape.html(finding.id()))
                    .append("\">")
                    .append(Escape.html(finding.title()))
                    .append("</a></td>");
            cell(list, "", finding.strategy().id() + ", " + drivers(finding));
            list.append("</tr>\n");
        }
        list.append("</tbody></table></div>\n");
        list.append("<p>Counted when a leg ends; 1+ is not counted yet.</p>\n");
        if (now.unlisted() > 0) {
            list.append("<p>And ").append(now.unlisted()).append(" more titles: see the run directory.</p>\n");
        }
        return list.toString();
    }

    private static String drivers(Finding finding) {
        return finding.careless() ? "careless" : "careful";
    }

    /** The report of one finding, as its report.txt has it. */
    String finding(Found found) {
        return finding.with(Map.of(
                "title", Escape.html(found.finding().title()),
                "report", Escape.htmlLines(FindingReport.of(run, found.finding(), found.atLeast()))));
    }

    private String about() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("command", run.command());
        words.put("version", run.build().toString());
        words.put("host", run.host().toString());
        words.put("seed", run.options().seed() + " (of the load; the schedule is the operating system's)");
        words.put("profile", run.profile() + ": " + run.options().profile().story());
        if (!run.trace().isEmpty()) {
            words.put("trace", run.trace());
        }
        words.put("machine", run.load());
        StringBuilder list = new StringBuilder();
        for (Map.Entry<String, String> word : List.copyOf(words.entrySet())) {
            list.append("<dt>")
                    .append(Escape.html(word.getKey()))
                    .append("</dt><dd>")
                    .append(Escape.html(word.getValue()))
                    .append("</dd>\n");
        }
        return list.toString();
    }
}
