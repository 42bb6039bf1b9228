package org.vmtorture.soak;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Peers as actors. Told who they are after all were made and before any of them runs. */
final class ActorOutbox implements Outbox {
    private final String self;
    private List<Peer> processes = List.of();
    private List<Peer> gupCallers = List.of();
    private List<Peer> walkers = List.of();

    /** An actor and the name of its role. */
    record Peer(String name, ActorRef<CpuActor.Command> actor) {}

    ActorOutbox(String self) {
        this.self = self;
    }

    void connect(List<Peer> peers) {
        processes = others(peers, "proc");
        gupCallers = others(peers, "gup");
        walkers = others(peers, "walker");
    }

    private List<Peer> others(List<Peer> peers, String kind) {
        return peers.stream()
                .filter(peer ->
                        peer.name().startsWith(kind + "-") && !peer.name().equals(self))
                .toList();
    }

    @Override
    public boolean toProcess(int dice, Message message) {
        return send(processes, dice, message);
    }

    @Override
    public boolean toGupCaller(int dice, Message message) {
        return send(gupCallers, dice, message);
    }

    @Override
    public boolean toWalker(int dice, Message message) {
        return send(walkers, dice, message);
    }

    private static boolean send(List<Peer> peers, int dice, Message message) {
        if (peers.isEmpty()) {
            return false;
        }
        peers.get(dice % peers.size()).actor().tell(message);
        return true;
    }
}
