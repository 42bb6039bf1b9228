package org.vmtorture.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A run's directory as a soak leaves it, with names that somebody chose to do harm. */
final class PageSamples {
    private static final String HOSTILE = "<script>alert(1)</script><img src=x onerror=\\\"alert(2)\\\">";

    private PageSamples() {}

    static void hostileRun(Path run) throws IOException {
        Files.writeString(run.resolve("run.json"), """
                {"schema":"vmtorture.run/1","mode":"soak","state":"finished","verdict":"violated","exit":1,
                 "command":"./vmtorture soak %s","started":"2026-01-01T00:00:00Z","version":"1","arch":"amd64",
                 "options":{"strategies":["today","vm-struct"],"noise":0,"careless":0.01,"profile":{"name":"%s"}},
                 "oracles":{"proven":["leak"],"missed":[]},"notes":["%s"],
                 "legs":[%s,%s]}
                """.formatted(
                        HOSTILE,
                        HOSTILE,
                        HOSTILE,
                        leg("today", "careful", "clean", 0),
                        leg("vm-struct", "careful", "violated", 3)));
        StringBuilder metrics = new StringBuilder();
        for (int second = 1; second <= 600; second++) {
            metrics.append(String.format(
                    Locale.ROOT,
                    "{\"t\":%1$d,\"backlog\":3,\"mailbox_peak\":7,\"gc_count\":%1$d,\"gc_ms\":%1$d,"
                            + "\"strategy\":\"%2$s\",\"ops_per_s\":%3$d,\"unique\":%4$d,\"live_pages\":%5$d,"
                            + "\"retained_pages\":%6$d,\"heap_after_gc\":%7$d}%n",
                    second,
                    second <= 300 ? "today" : "vm-struct",
                    1_000_000 + second * 1000,
                    second / 400,
                    200 + second % 7,
                    second % 5,
                    30_000_000 + second * 1000));
        }
        Files.writeString(run.resolve("metrics.jsonl"), metrics);
        Path finding = Files.createDirectories(run.resolve("findings/0123456789ab"));
        Files.writeString(finding.resolve("finding.json"), """
                {"id":"0123456789ab","title":"use-after-free in %s","kind":"use-after-free","strategy":"vm-struct",
                 "drivers":"careful","count":3,"at_ms":401000,"first":"2026-01-01T00:06:41Z",
                 "repro":{"cmd":"./vmtorture soak --strategy vm-struct"},
                 "histories":[{"actor":"proc-1","operations":["1 mmap","2 %s"]},
                              {"actor":"driver-0","operations":["7 vfree"]}]}
                """.formatted(HOSTILE, HOSTILE));
        Files.writeString(
                finding.resolve("report.txt"), "BUG: VMTORTURE: use-after-free\n  <script>alert(1)</script>\n");
    }

    private static String leg(String strategy, String drivers, String verdict, int findings) {
        return """
                {"strategy":"%s","drivers":"%s","verdict":"%s","operations":300000000,"nanos":300000000000,
                 "findings":{"use-after-free":%d},"retained_pages_peak":9,"audits":500,
                 "latencies_ns":{"user_load":{"samples":1000,"p50":0,"p99":90,"p999":900,"max":90000},
                                 "munmap":{"samples":100,"p50":700,"p99":9000,"p999":19000,"max":90000}},
                 "refcount_minus_1_minus_mapcount":{"samples":200,"negative":0,"0":150,"1":50},
                 "situations":{"area mapped":5,"page pinned":%d}}
                """.formatted(strategy, drivers, verdict, findings, findings);
    }
}
