package org.vmtorture.scenario;

/**
 * Pages of an area as scenarios name them: {@code A}, {@code A/0} or {@code A/0-1}.
 *
 * @param first the first page, or {@link #ALL}
 * @param last the last page, inclusive
 */
record Pages(String area, int first, int last) {
    static final int ALL = -1;

    boolean all() {
        return first == ALL;
    }

    /** The first page, by number. */
    int from() {
        return all() ? 0 : first;
    }

    /** One past the last page, by number. */
    int to(int pagesOfArea) {
        return all() ? pagesOfArea : last + 1;
    }

    boolean single() {
        return !all() && first == last;
    }

    @Override
    public String toString() {
        if (all()) {
            return area;
        }
        return first == last ? area + "/" + first : area + "/" + first + "-" + last;
    }
}
