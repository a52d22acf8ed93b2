package dev.parley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of the server after a full collection.
 *
 * @param resident kilobytes in memory, once they have stopped to change
 * @param heap kilobytes of live objects
 */
record ServerMemory(long resident, long heap) {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final int MOST_LOOKS = 20;

    /**
     * Lets each collection give back what it freed. Otherwise the heap that earlier load has grown takes in the new
     * objects, and memory that is needed does not show.
     */
    static void keepHeapTight(long pid) throws IOException, InterruptedException {
        jcmd(pid, "VM.set_flag", "MinHeapFreeRatio", "5");
        jcmd(pid, "VM.set_flag", "MaxHeapFreeRatio", "10");
    }

    static ServerMemory afterCollection(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        return new ServerMemory(settledResident(pid), liveHeap(jcmd(pid, "GC.heap_info")));
    }

    /** The sum over the generations, where the collector reports them apart; classes are no part of the heap. */
    private static long liveHeap(String info) {
        return info.lines()
                .filter(line -> !line.contains("Metaspace") && !line.contains("class space"))
                .map(USED::matcher)
                .filter(Matcher::find)
                .mapToLong(used -> Long.parseLong(used.group(1)))
                .sum();
    }

    private static long settledResident(long pid) throws IOException, InterruptedException {
        long before = ProcStats.residentKilobytes(pid);
        for (int look = 0; look < MOST_LOOKS; look++) {
            Thread.sleep(250);
            long now = ProcStats.residentKilobytes(pid);
            if (look > 2 && Math.abs(now - before) < now / 1_000) {
                return now;
            }
            before = now;
        }
        return before;
    }

    private static String jcmd(long pid, String... command) throws IOException, InterruptedException {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        words.add(Long.toString(pid));
        words.addAll(List.of(command));
        var jcmd = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException(String.join(" ", words) + " failed: " + output);
        }
        return output;
    }
}
