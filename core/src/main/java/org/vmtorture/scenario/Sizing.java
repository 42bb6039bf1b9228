package org.vmtorture.scenario;

import org.vmtorture.mm.FrameAllocator;
import org.vmtorture.mm.MachineSize;

/** How small a machine can be on which a scenario still has all it needs, and one frame to spare. */
final class Sizing {
    private static final int SPARE = 1;
    private static final int FRAMES_MAX = 1024;

    private final Parts parts;
    private final Names names;
    private final int pagesPerMm;

    private Sizing(Parts parts, Names names) {
        this.parts = parts;
        this.names = names;
        int pages = 0;
        for (int area = 0; area < names.areas().size(); area++) {
            pages += names.pages(area);
        }
        int twice = Math.max(1, 2 * pages); // each page has a place, and one to which mremap moves it
        this.pagesPerMm =
                (twice + MachineSize.PTRS_PER_TABLE - 1) / MachineSize.PTRS_PER_TABLE * MachineSize.PTRS_PER_TABLE;
    }

    /** The size, or {@link BadScenario} if the file asks for too few frames or too many. */
    static MachineSize of(Parts parts, Names names, Lines lines) {
        var sizing = new Sizing(parts, names);
        return new MachineSize(
                sizing.frames(lines),
                parts.actors().size() + 1, // one more for what happens at the start and at rest
                Math.max(1, names.processes().size()),
                sizing.pagesPerMm,
                sizing.vmas(),
                sizing.areas(),
                sizing.pagesPerArea(),
                parts.shootdown(),
                parts.actors().stream().flatMap(actor -> actor.verbs().stream()).anyMatch(Verb::pipes) ? 1 : 0);
    }

    private int frames(Lines lines) {
        int asked = parts.frames();
        if (asked == 0) {
            return enough(atStart() + later() + SPARE, blocksAtStart() + blocksLater());
        }
        int least = enough(atStart(), blocksAtStart());
        if (asked < least || asked > FRAMES_MAX) {
            throw lines.of("frames")
                    .wrong("frames = " + asked + "; " + least + " are in use at the start, so from " + least + " to "
                            + FRAMES_MAX + " would be right");
        }
        return asked;
    }

    /** The fewest frames of which so many are single pages and so many blocks. */
    private int enough(int singles, int blocks) {
        int frames = singles + FrameAllocator.BLOCK_PAGES;
        while (FrameAllocator.blocks(frames) < blocks
                || frames - FrameAllocator.blocks(frames) * FrameAllocator.BLOCK_PAGES < singles) {
            frames++;
        }
        return Math.max(frames, 2 * areas()); // objects of all strategies fit beside frames in an audit's tables
    }

    private int tables(int processes) {
        return processes * (pagesPerMm / MachineSize.PTRS_PER_TABLE);
    }

    private int atStart() {
        int pages = parts.areas().stream()
                .mapToInt(area -> area.blocks() ? 0 : area.pages())
                .sum();
        return pages + tables(names.firstProcesses());
    }

    private int later() {
        int frames = parts.actors().stream()
                .flatMap(actor -> actor.verbs().stream())
                .mapToInt(Verb::frames)
                .sum();
        return frames + tables(names.processes().size() - names.firstProcesses());
    }

    private int blocksAtStart() {
        int pages = parts.areas().stream()
                .mapToInt(area -> area.blocks() ? area.pages() : 0)
                .sum();
        return pages / FrameAllocator.BLOCK_PAGES;
    }

    private int blocksLater() {
        int pages = parts.actors().stream()
                .flatMap(actor -> actor.verbs().stream())
                .mapToInt(verb ->
                        verb instanceof DriverVerb.Allocate allocate && allocate.blocks() ? allocate.pages() : 0)
                .sum();
        return pages / FrameAllocator.BLOCK_PAGES;
    }

    private int vmas() {
        int first = parts.processes().stream()
                .mapToInt(process -> process.pages().size())
                .max()
                .orElse(0);
        int later = parts.actors().stream()
                .flatMap(actor -> actor.verbs().stream())
                .mapToInt(verb -> verb.vmas(names))
                .sum();
        return Math.max(1, first + later);
    }

    private int areas() {
        long later = parts.actors().stream()
                .flatMap(actor -> actor.verbs().stream())
                .filter(DriverVerb.Allocate.class::isInstance)
                .count();
        return Math.max(1, parts.areas().size() + (int) later);
    }

    private int pagesPerArea() {
        int most = 1;
        for (int area = 0; area < names.areas().size(); area++) {
            most = Math.max(most, names.pages(area));
        }
        return most;
    }
}
