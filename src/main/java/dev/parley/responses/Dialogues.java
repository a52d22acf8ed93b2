package dev.parley.responses;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Begins dialogues, for doors that keep a connection. */
@ApplicationScoped
public class Dialogues {

    @Inject
    Turns turns;

    public Dialogue open() {
        return new Dialogue(turns);
    }
}
