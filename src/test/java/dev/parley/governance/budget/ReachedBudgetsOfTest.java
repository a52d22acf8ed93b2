package dev.parley.governance.budget;

import dev.parley.event.Announcements;

/** For the rooms whose tests need them. */
public final class ReachedBudgetsOfTest {

    private ReachedBudgetsOfTest() {}

    public static ReachedBudgets of(Announcements announcements) {
        var reached = new ReachedBudgets();
        reached.announcements = announcements;
        return reached;
    }
}
