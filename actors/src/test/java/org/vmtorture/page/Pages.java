package org.vmtorture.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

/** What must hold of every page. */
public final class Pages {
    private static final Pattern FIGURE = Pattern.compile("<figure>(.*?)</figure>", Pattern.DOTALL);

    private Pages() {}

    /** Nothing is fetched, nothing is run; Content-Security-Policy says so to the browser as well. */
    public static void assertSelfContained(String page) {
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"")
                .doesNotContain("<script", "<link", "<iframe", "http://", "https://", "@import", "url(http")
                .doesNotContainPattern("<[a-z][^>]* (src|on[a-z]+)=")
                .doesNotContainPattern("<[a-z][^>]* href=\"(?!data:text/csv;)");
    }

    /** There are plots, each was drawn, and each has a table with as many rows as there must be at least. */
    public static void assertEveryPlotHasATable(String page) {
        assertThat(FIGURE.matcher(page).results().map(figure -> figure.group(1)).toList())
                .isNotEmpty()
                .allSatisfy(figure -> assertThat(figure)
                        .contains("<svg role=\"img\"", "<summary>The numbers</summary>", "<tbody>\n<tr>")
                        .contains(".csv\" href=\"data:text/csv;charset=utf-8,")
                        .doesNotContain("Not drawn"));
    }
}
