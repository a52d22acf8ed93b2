package dev.parley.responses;

import dev.parley.persistence.Database;
import jakarta.data.repository.DataRepository;
import jakarta.data.repository.Insert;
import jakarta.data.repository.Query;
import jakarta.data.repository.Repository;
import java.util.Optional;

/** The table of responses. Every look into it names the owner, so that nobody sees what is another's. */
@Repository(dataStore = Database.UNIT)
public interface StoredResponses extends DataRepository<StoredResponse, String> {

    @Insert
    void insert(StoredResponse response);

    /** Writes how it ended. 0 when the row is gone: its owner has deleted it meanwhile. */
    @Query("update StoredResponse set status = ?2, body = ?3, conversation = ?4, spent = ?5 where id = ?1")
    long end(String id, String status, String body, String conversation, Long spent);

    /** The caller's response that has not expired. */
    @Query("where id = ?1 and owner = ?2 and expiresAt > ?3")
    Optional<StoredResponse> find(String id, String owner, long now);

    /** How many rows were removed, 0 or 1. */
    @Query("delete from StoredResponse where id = ?1 and owner = ?2")
    long remove(String id, String owner);

    /** Removes what has expired, in one statement. */
    @Query("delete from StoredResponse where expiresAt <= ?1")
    long removeExpired(long now);
}
