package org.vmtorture.scenario;

/**
 * An area that a driver has allocated when the actors start.
 *
 * @param blocks whether its pages come from {@code alloc_pages} in blocks, rather than from vmalloc
 * @param counted whether its driver counts VMAs and waits for them; if not, it relies on the strategy
 */
public record Area(String name, int pages, boolean blocks, boolean counted) {
    String text() {
        if (!blocks && !counted) {
            return name + " = " + pages;
        }
        String kind = blocks ? ", memory = alloc-pages" : "";
        String driver = counted ? ", driver = counted" : "";
        return name + " { pages = " + pages + kind + driver + " }";
    }
}
