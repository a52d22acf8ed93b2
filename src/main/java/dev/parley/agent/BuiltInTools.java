package dev.parley.agent;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** The tools that every server has. */
@ApplicationScoped
class BuiltInTools {

    /** A moment, in the words that models understand best. */
    record Moment(String time, String weekday, String zone) {}

    @Inject
    Clock clock;

    @Tool(name = "current_time", description = "The date and the time of day now, in any time zone.")
    Moment currentTime(
            @Param(value = "an IANA time zone such as Europe/Oslo; UTC when left out", required = false) String zone) {
        try {
            var now = clock.instant().atZone(ZoneId.of(zone == null ? "UTC" : zone));
            return new Moment(
                    now.truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME),
                    now.getDayOfWeek().toString().toLowerCase(java.util.Locale.ROOT),
                    now.getZone().getId());
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException("There is no time zone '" + zone + "'.");
        }
    }

    @Tool(
            name = "calculator",
            description = "Calculates an arithmetic expression exactly, for example (2 + 3) * 4.5 ^ 2 or SQRT(2)."
                    + " Operators + - * / % ^, functions ABS CEILING FLOOR MAX MIN ROUND(number, places) SQRT.")
    String calculator(@Param("the expression") String expression) {
        return Calculator.calculate(expression);
    }
}
