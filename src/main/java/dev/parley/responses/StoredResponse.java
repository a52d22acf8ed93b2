package dev.parley.responses;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * A response as the database has it: written when its run starts, so that it is known if the server dies, and again when the run has
 * ended. Moments are epoch milliseconds. The fields are public because Jakarta Data reads them.
 */
@Entity
@Table(name = "responses")
public class StoredResponse {

    @Id
    public String id;

    public String owner;

    /** The server that runs or ran it. */
    public String node;

    /** As in the response; {@code in_progress} until the run has ended. */
    public String status;

    @Column(name = "created_at")
    public long createdAt;

    @Column(name = "expires_at")
    public long expiresAt;

    /** The response object. */
    public String body;

    /** What the request brought, as a JSON list of items. */
    @Column(name = "input_items")
    public String inputItems;

    /** The request as it came, null for one that was stored before requests were. */
    public String request;

    /** What its conversation has cost until its end, in micro-dollars; null for nothing that is known. */
    public Long spent;

    /** What the model saw and said, as a JSON list of items: what a next request builds upon. */
    public String conversation;
}
