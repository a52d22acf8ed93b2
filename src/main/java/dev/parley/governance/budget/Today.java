package dev.parley.governance.budget;

import java.time.Instant;
import java.time.ZoneOffset;

/** A moment's day and month in UTC, each counted from 1970. */
public record Today(long day, long month) {

    private static final int MONTHS = 12;
    private static final int FIRST_YEAR = 1970;

    public static Today at(Instant moment) {
        var date = moment.atZone(ZoneOffset.UTC).toLocalDate();
        return new Today(date.toEpochDay(), (date.getYear() - FIRST_YEAR) * MONTHS + date.getMonthValue() - 1L);
    }
}
