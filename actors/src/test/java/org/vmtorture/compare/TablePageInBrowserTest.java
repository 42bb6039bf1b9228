package org.vmtorture.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmtorture.page.Browser;

/** compare.html in headless Chromium, where this machine has one: wide and narrow, by day and by night. */
class TablePageInBrowserTest {
    private static final int PLOTS = 4;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "dark = {0}")
    @ValueSource(booleans = {false, true})
    void everyPartIsThereAndNothingOverflows(boolean dark) throws IOException, InterruptedException {
        Browser browser = Browser.orSkip();
        var table = MeasuredTable.withAllStrategies();
        List<String> headings = new ArrayList<>(List.of("The options", "At a glance", "Not covered", "About this run"));
        Columns.of(table).forEach(part -> headings.add(part.title()));
        browser.look(TablePage.of(table), dark, folder).assertSound(dark, PLOTS, headings);
    }
}
