package org.vmtorture.explore;

/** Every interleaving, one execution each, the running actor's next step first. */
final class DepthFirst extends Choices {
    private final Path path = new Path();
    private boolean cut; // an execution was too long, so not everything was seen

    @Override
    int choose(int depth, long enabled) {
        if (path.isForced(depth)) {
            return path.chosen(depth);
        }
        int last = last(depth);
        int next = last >= 0 && (enabled & bit(last)) != 0 ? last : lowest(enabled);
        path.go(depth, next, enabled & ~bit(next));
        return next;
    }

    @Override
    boolean another(int depth, Ending ending) {
        cut |= ending == Ending.TOO_LONG;
        return path.back(depth);
    }

    @Override
    int kept() {
        return path.kept();
    }

    @Override
    boolean exhausted() {
        return !cut;
    }

    @Override
    double left() {
        return path.left(run);
    }

    @Override
    Division.Order order() {
        return Division.Order.KEPT;
    }

    @Override
    DepthFirst fork() {
        return new DepthFirst();
    }

    @Override
    boolean give(Choices other) {
        return path.give(((DepthFirst) other).path);
    }

    @Override
    void join(Choices other) {
        cut |= ((DepthFirst) other).cut;
    }
}
