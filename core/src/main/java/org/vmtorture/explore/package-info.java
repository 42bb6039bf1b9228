/**
 * Explores programs: every interleaving of a few actors, or as many as there is time for.
 *
 * <p>The way through, from the bottom up:
 * <ol>
 *   <li><em>Memory.</em> {@link org.vmtorture.memory.ScheduledMemory} lays all rows of a machine out in one arena. Each
 *       access that another CPU could meet is a <em>step</em>; plain accesses are none, and accesses to the truth
 *       belong to the step before them. Setting the machine back, to the start or to any step, costs what was written
 *       since.
 *   <li><em>Fibers.</em> Each actor is one of {@link org.vmtorture.memory.Fibers}: a continuation, a virtual thread, a
 *       platform thread. Whoever reaches a step decides who makes it, and switches only if it is another.
 *   <li><em>Scheduler.</em> {@link org.vmtorture.explore.Interleaver} runs execution after execution, each from where
 *       it departs from the last one; {@link org.vmtorture.explore.Course} knows the one under way: what each actor
 *       stands before, who can go on (a free lock, a wait that is due), what the last step touched.
 *   <li><em>Search.</em> A {@link org.vmtorture.explore.Search} says which; {@link org.vmtorture.explore.Choices} is
 *       its mind. {@link org.vmtorture.explore.ByState} goes on from each state once, {@link
 *       org.vmtorture.explore.SourceSets} makes one execution per partial order of steps, {@link
 *       org.vmtorture.explore.DepthFirst} makes all and is the oracle of the other two.
 *   <li><em>Watches.</em> A {@link org.vmtorture.explore.Watch} sees each access: {@link
 *       org.vmtorture.explore.RaceDetector} finds what sequential consistency hides, {@link
 *       org.vmtorture.explore.Coverage} notes who met whom, {@link org.vmtorture.explore.Recording} writes steps down.
 *   <li><em>Verdict.</em> {@link org.vmtorture.explore.Explorer} is the door: {@code explore}, {@code replay}, {@code
 *       minimise}. A {@link org.vmtorture.explore.Verdict} is exhausted, bounded or violated; unknown is not pass.
 *       First of all the {@link org.vmtorture.explore.Canary}: a race that must be found.
 * </ol>
 *
 * <p>What it cannot see: schedules are sequentially consistent. Reordering shows only as a race on a frame's content or
 * on a plain word.
 */
package org.vmtorture.explore;
