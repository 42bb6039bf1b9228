package org.vmtorture.scenario;

/**
 * An area that a driver has allocated when the actors start.
 *
 * @param blocks whether its pages come from {@code alloc_pages} in blocks, rather than from vmalloc
 * @param counted whether its driver counts VMAs and waits for them; if not, it relies on the strategy
 * @param faulted whether mmap leaves the VMA empty, for the fault handler to fill; if not, it maps all pages
 */
public record Area(String name, int pages, boolean blocks, boolean counted, boolean faulted) {
    String text() {
        if (!blocks && !counted && !faulted) {
            return name + " = " + pages;
        }
        String kind = blocks ? ", memory = alloc-pages" : "";
        String driver = counted ? ", driver = counted" : "";
        String mapping = faulted ? ", mapping = fault" : "";
        return name + " { pages = " + pages + kind + driver + mapping + " }";
    }
}
