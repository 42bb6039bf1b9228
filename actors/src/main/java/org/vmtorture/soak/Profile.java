package org.vmtorture.soak;

/**
 * A workload: how many actors of each kind there are, how large the machine is, and how often an actor does what.
 * Weights are relative to each other; fractions are from 0 to 1.
 *
 * @param name as on the command line
 * @param story in one line, which real user it is modelled on
 * @param drivers CPU actors that own regions
 * @param processes CPU actors that run user processes
 * @param gups CPU actors that pin pages
 * @param walkers CPU actors that walk page tables
 * @param kworkers CPU actors that do deferred frees
 * @param frames pages of physical memory
 * @param regionsPerDriver regions that a driver keeps at once
 * @param pagesMin smallest region in pages
 * @param pagesMax largest region in pages
 * @param blocks fraction of regions that are alloc_pages blocks, not vmalloc
 * @param relying fraction of regions whose driver counts no VMAs and relies on the strategy, where the strategy keeps
 * mapped pages
 * @param churn weight of a driver's destroying and creating a region
 * @param kernelAccess weight of a driver's touching its own region
 * @param map weight of a process's mmap
 * @param unmap weight of a whole munmap
 * @param partialUnmap weight of a munmap of a part
 * @param move weight of an mremap
 * @param fork weight of a fork
 * @param exit weight of an exit
 * @param access weight of a user load or store
 * @param mapFailure fraction of mmaps that fail half-way
 * @param forkFailure fraction of forks that fail half-way
 * @param longTermPins fraction of pins that last
 * @param pinHold operations for which a GUP caller holds a short pin, on average
 * @param handOn fraction of pins handed on to another GUP caller
 */
public record Profile(
        String name,
        String story,
        int drivers,
        int processes,
        int gups,
        int walkers,
        int kworkers,
        int frames,
        int regionsPerDriver,
        int pagesMin,
        int pagesMax,
        double blocks,
        double relying,
        int churn,
        int kernelAccess,
        int map,
        int unmap,
        int partialUnmap,
        int move,
        int fork,
        int exit,
        int access,
        double mapFailure,
        double forkFailure,
        double longTermPins,
        int pinHold,
        double handOn) {}
