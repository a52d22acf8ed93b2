package dev.parley.governance.budget;

import dev.parley.platform.Settings;

/** Prices without a container. */
public final class PricesOfTest {

    private PricesOfTest() {}

    public static Prices of(Settings settings) {
        var prices = new Prices();
        prices.settings = settings;
        prices.configure();
        return prices;
    }
}
