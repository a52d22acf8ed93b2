package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux tells about a process and the machine. */
final class ProcStats {
    /** The kernel counts in hundredths of a second towards programs, on every architecture that Liberty runs on. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final Path PROC = Path.of("/proc");

    private ProcStats() {}

    /** User and system time of all threads the process has and had. */
    static long cpuMicros(long pid) throws IOException {
        String stat = Files.readString(PROC.resolve(pid + "/stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(afterName[11]) + Long.parseLong(afterName[12])) * MICROS_PER_TICK;
    }

    static long residentKilobytes(long pid) throws IOException {
        String line = Files.readAllLines(PROC.resolve(pid + "/status")).stream()
                .filter(each -> each.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow(() -> new IOException("process " + pid + " has no resident memory: it has ended"));
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    static int threads(long pid) throws IOException {
        try (var tasks = Files.list(PROC.resolve(pid + "/task"))) {
            return (int) tasks.count();
        }
    }

    /** The descriptors this process, and those it starts, may open. */
    private static long openFileLimit() throws IOException {
        String line = Files.readAllLines(PROC.resolve("self/limits")).stream()
                .filter(each -> each.startsWith("Max open files"))
                .findFirst()
                .orElseThrow();
        String soft = line.split("\\s{2,}")[1];
        return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
    }

    /** Whether this process and those it starts may open so many connections each; where not, the report says what to do. */
    static boolean mayOpen(long connections, String row, Report report) throws IOException {
        long needed = connections + 1_000;
        boolean enough = openFileLimit() >= needed;
        if (!enough) {
            report.remark("The %s row was not measured: the server needs about %d files and may open %d. "
                            .formatted(row, needed, openFileLimit())
                    + "Raise the limit with `ulimit -n " + needed + "`.");
        }
        return enough;
    }

    static String loadAverage() throws IOException {
        String[] fields = Files.readString(PROC.resolve("loadavg")).split(" ");
        return fields[0] + " " + fields[1] + " " + fields[2];
    }
}
