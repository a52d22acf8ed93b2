package dev.parley.persistence;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.persistence.PersistenceUnit;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * The application's database, {@code jdbc/parley} of server.xml. Its tables are brought to the version of the code before anything else
 * starts; when that fails, the application does not start.
 */
@ApplicationScoped
@PersistenceUnit(name = Database.UNIT, unitName = "parley")
public class Database {

    /** The {@code dataStore} of every repository. */
    public static final String UNIT = "java:app/env/parley";

    /** Of what must have run before a room looks into its tables: rooms observe {@code Startup} without a priority or a higher one. */
    private static final int BEFORE_ALL = 10;

    private static final System.Logger LOG = System.getLogger(Database.class.getName());

    @Resource(lookup = "jdbc/parley", shareable = false)
    DataSource source;

    void migrate(@Observes @Priority(BEFORE_ALL) Startup start) {
        var flyway = Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .load();
        if (flyway.info().all().length == 0) {
            // Liberty's class loader hides resources that no flyway.location file points to
            throw new IllegalStateException("No database migration was found in db/migration of the WAR.");
        }
        LOG.log(
                System.Logger.Level.INFO,
                "Database migrations applied by this start: {0}",
                flyway.migrate().migrationsExecuted);
    }
}
