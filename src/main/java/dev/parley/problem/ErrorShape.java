package dev.parley.problem;

/** How problems look to the clients of another API than ours; a bean of the door that speaks it. */
public interface ErrorShape {

    /** Whether {@code path}, as it is within the application, belongs to that API. */
    boolean covers(String path);

    /** The HTTP status of {@code problem}. */
    int status(Problem problem);

    /** What is sent as {@code application/json}. */
    Object body(Problem problem);
}
