package dev.parley;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import dev.parley.persistence.WriteGate;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The arrows of the house: they point down, and nobody goes round the door. */
@AnalyzeClasses(packages = "dev.parley", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** From the doors down to the foundations. A room may import from those below its own row. */
    private static final List<List<String>> ROWS = List.of(
            List.of("session"),
            List.of("chat", "openai", "responses", "batch", "webhook", "console"),
            List.of("agent"),
            List.of("conversation", "rag"),
            List.of("embedding"),
            List.of("generation"),
            List.of("governance", "cache"),
            List.of("run"),
            List.of("provider"),
            List.of("job", "file"),
            List.of("http", "schema", "observability", "token", "persistence", "event"),
            List.of("problem"),
            List.of("llm", "platform"));

    @ArchTest
    static final ArchRule arrowsPointDown = arrowsPointDown();

    @ArchTest
    static final ArchRule roomsHaveNoCycles = slices().matching("dev.parley.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a room must be understood without the one that uses it: move what both need further down");

    @ArchTest
    static final ArchRule theWordsImportOnlyJava = noClasses()
            .that()
            .resideInAPackage("dev.parley.llm..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "dev.parley.llm..")
            .because("the vocabulary outlives every library: carry JSON as text");

    @ArchTest
    static final ArchRule onlyGenerationOpensCalls = noClasses()
            .that()
            .resideOutsideOfPackages("dev.parley.generation..", "dev.parley.provider..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("dev.parley.provider.Providers")
            .because("every paid call passes Generation: ask it for what you need")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule adaptersKeepToThemselves = noClasses()
            .that()
            .resideOutsideOfPackages("dev.parley.provider..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.parley.provider.*..")
            .because("a provider's types never leave its package: speak to dev.parley.provider")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nobodyLogsToTheConsole = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("the log has a format and a level: use System.Logger");

    @ArchTest
    static final ArchRule whoeverWritesPassesTheGate = fields().that()
            .haveRawType(DataSource.class)
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("dev.parley.persistence..")
            .should()
            .beDeclaredInClassesThat(passTheGateOrOnlyRead())
            .because("a file that is written while somebody changes it holds half a transaction after a crash");

    private static DescribedPredicate<JavaClass> passTheGateOrOnlyRead() {
        return DescribedPredicate.describe(
                "pass WriteGate or only read",
                room -> room.getSimpleName().equals("StoredRuns")
                        || room.getDirectDependenciesFromSelf().stream()
                                .anyMatch(use -> use.getTargetClass().isEquivalentTo(WriteGate.class)));
    }

    private static ArchRule arrowsPointDown() {
        var rules = new ArrayList<ArchRule>();
        for (int row = 1; row < ROWS.size(); row++) {
            var above = ROWS.subList(0, row).stream()
                    .flatMap(List::stream)
                    .map(ArchitectureTest::packageOf)
                    .toArray(String[]::new);
            var here = ROWS.get(row).stream().map(ArchitectureTest::packageOf).toArray(String[]::new);
            rules.add(noClasses()
                    .that()
                    .resideInAnyPackage(here)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .because("arrows point down: move what is needed below, or ask from above")
                    .allowEmptyShould(true));
        }
        return CompositeArchRule.of(rules);
    }

    private static String packageOf(String room) {
        return "dev.parley." + room + "..";
    }
}
