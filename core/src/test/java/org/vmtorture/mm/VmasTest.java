package org.vmtorture.mm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmtorture.memory.HardwareMemory;

class VmasTest {
    private static final int MM = 1;
    private static final int SLOTS = 3;
    private static final int PAGES = 64;

    private final Vmas vmas = new Vmas(new HardwareMemory(), 3, SLOTS, PAGES);

    private int insert(int start, int end) {
        return vmas.insert(MM, start, end, Vmas.WRITE, 7, 1, 100, -1);
    }

    @Test
    void aVmaKeepsAllItsFields() {
        long flags = Vmas.WRITE | Vmas.COUNTED | Vmas.PFNMAP;
        int lastPage = (1 << 24) - 1;
        int slot = vmas.insert(MM, lastPage - 1, lastPage, flags, Integer.MAX_VALUE, Integer.MAX_VALUE, lastPage, 5);
        long range = vmas.range(MM, slot);
        assertThat(Vmas.start(range)).isEqualTo(lastPage - 1);
        assertThat(Vmas.end(range)).isEqualTo(lastPage);
        assertThat(Vmas.pages(range)).isEqualTo(1);
        assertThat(Vmas.flags(range)).isEqualTo(flags);
        assertThat(vmas.region(MM, slot)).isEqualTo(Integer.MAX_VALUE);
        assertThat(vmas.regionLife(MM, slot)).isEqualTo(Integer.MAX_VALUE);
        assertThat(vmas.pgoff(MM, slot)).isEqualTo(lastPage);
        assertThat(vmas.object(MM, slot)).isEqualTo(5);
        assertThat(vmas.find(0, lastPage - 1)).as("in another address space").isEqualTo(Vmas.NONE);
    }

    @Test
    void noObjectIsMinusOne() {
        assertThat(vmas.object(MM, insert(0, 1))).isEqualTo(-1);
    }

    @Test
    void aVmaCoversItsStartAndNotItsEnd() {
        int slot = insert(10, 20);
        assertThat(vmas.find(MM, 9)).isEqualTo(Vmas.NONE);
        assertThat(vmas.find(MM, 10)).isEqualTo(slot);
        assertThat(vmas.find(MM, 19)).isEqualTo(slot);
        assertThat(vmas.find(MM, 20)).isEqualTo(Vmas.NONE);
        assertThat(vmas.overlapping(MM, 0, 10)).isEqualTo(Vmas.NONE);
        assertThat(vmas.overlapping(MM, 19, 64)).isEqualTo(slot);
        assertThat(vmas.overlapping(MM, 20, 64)).isEqualTo(Vmas.NONE);
    }

    @Test
    void slotsRunOut() {
        for (int i = 0; i < SLOTS; i++) {
            assertThat(vmas.free(MM)).isEqualTo(SLOTS - i);
            assertThat(insert(i, i + 1)).isEqualTo(i);
        }
        assertThat(insert(10, 11)).isEqualTo(Vmas.NONE);
        vmas.remove(MM, 1);
        assertThat(insert(10, 11)).isEqualTo(1);
    }

    @Test
    void aHeadThatIsCutOffMovesTheOffset() {
        int slot = insert(10, 20);
        vmas.resize(MM, slot, 13, 18);
        assertThat(Vmas.start(vmas.range(MM, slot))).isEqualTo(13);
        assertThat(Vmas.end(vmas.range(MM, slot))).isEqualTo(18);
        assertThat(vmas.pgoff(MM, slot)).isEqualTo(103);
        assertThat(vmas.region(MM, slot)).isEqualTo(7);
        assertThat(Vmas.flags(vmas.range(MM, slot))).isEqualTo(Vmas.WRITE);
    }

    @Test
    void aDetachedVmaIsFoundOnlyByWhoDetachedIt() {
        int slot = insert(10, 20);
        assertThat(vmas.detached(MM, slot)).isZero();
        long range = vmas.range(MM, slot);
        vmas.detach(MM, slot);
        assertThat(vmas.range(MM, slot)).isZero();
        assertThat(vmas.find(MM, 10)).isEqualTo(Vmas.NONE);
        assertThat(vmas.overlapping(MM, 0, PAGES)).isEqualTo(Vmas.NONE);
        assertThat(vmas.detached(MM, slot)).isEqualTo(range);
        assertThat(vmas.free(MM)).as("its slot is still taken").isEqualTo(SLOTS - 1);
        vmas.remove(MM, slot);
        assertThat(vmas.detached(MM, slot)).isZero();
        assertThat(vmas.free(MM)).isEqualTo(SLOTS);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 0",
        "10, 0, 0",
        "11, 0, 20",
        "1, 10, 20",
        "1, 9, 9",
        "20, 20, 20",
        "21, 20, -1",
        "4, 40, 60",
        "4, 61, 0", // wraps
        "1, 63, 63",
        "1, 64, 0",
        "10, 55, 0",
        "64, 0, -1"
    })
    void unmappedAreasAreFoundAtOrAfterTheHintOrFromTheStart(int pages, int hint, int found) {
        insert(10, 20);
        insert(40, 60);
        assertThat(vmas.unmappedArea(MM, pages, hint)).isEqualTo(found);
    }

    @Test
    void anEmptyAddressSpaceHoldsExactlyItsSize() {
        assertThat(vmas.unmappedArea(MM, PAGES, 0)).isZero();
        assertThat(vmas.unmappedArea(MM, PAGES, 5)).isZero();
        assertThat(vmas.unmappedArea(MM, PAGES + 1, 0)).isEqualTo(Vmas.NONE);
    }
}
