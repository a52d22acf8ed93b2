package dev.parley.governance.key;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.parley.governance.BudgetLimits;
import dev.parley.governance.Caller;
import dev.parley.governance.Rates;
import dev.parley.platform.Settings;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {

    private final KeyText made = KeyText.make();
    private final String text = made.credential().text();

    @Test
    void isFoundAgainByItsId() {
        var found = KeyText.of(new Credential(text)).orElseThrow();

        assertThat(text).matches("parley_[0-9a-z]{24}_[0-9a-f]{72}");
        assertThat(found.id()).isEqualTo(made.id());
        assertThat(found.hash())
                .isEqualTo(made.hash())
                .hasSize(64)
                .isNotEqualTo(KeyText.make().hash());
    }

    @Test
    void noTwoAreTheSame() {
        var texts = new HashSet<String>();
        for (int i = 0; i < 1_000; i++) {
            texts.add(KeyText.make().credential().text());
        }
        assertThat(texts).hasSize(1_000);
    }

    @Test
    void aSlipOfTheHandIsNoticedWhereverItIs() {
        for (int i = 0; i < text.length(); i++) {
            var slip = text.substring(0, i) + (text.charAt(i) == '0' ? '1' : '0') + text.substring(i + 1);
            assertThat(KeyText.of(new Credential(slip))).as(slip).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "parley_", "sk-0123456789", "parley_0_0", "a.b.c"})
    void whatIsNoneIsNotTakenForOne(String other) {
        assertThat(KeyText.of(new Credential(other))).isEmpty();
        assertThat(KeyText.of(new Credential(text + other))).isEmpty();
    }

    @Test
    void isNeverPrinted() {
        assertThat(made.toString()).doesNotContain(text).doesNotContain(text.substring(40));
    }

    @Test
    void onlyTheWholeTextOpensAKey() {
        var key = key(made, null, null);

        assertThat(key.matches(made)).isTrue();
        assertThat(key.matches(new KeyText(made.id(), KeyText.make().credential())))
                .isFalse();
    }

    @Test
    void aKeyIsRefusedFromItsExpiryOnAndAfterItsRevocation() {
        assertThat(key(made, null, null).refusal(50)).isNull();
        assertThat(key(made, 100L, null).refusal(99)).isNull();
        assertThat(key(made, 100L, null).refusal(100)).hasMessageContaining("expired at 1970-01-01T00:00:00.100Z");
        assertThat(key(made, null, 10L).refusal(5)).hasMessageContaining("was revoked");
        assertThat(key(made, 100L, null).status(100)).isEqualTo("expired");
        assertThat(key(made, 100L, 10L).status(100)).isEqualTo("revoked");
    }

    /** A comparison that ends at the first difference tells by its time how much was right. */
    @Test
    void secretsAreComparedInConstantTime() {
        classes()
                .that()
                .belongToAnyOf(ApiKey.class, AdminKey.class)
                .should()
                .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
                .check(new ClassFileImporter().importClasses(ApiKey.class, AdminKey.class));
    }

    @Test
    void theKeyOfTheConfigurationMustBeLong() {
        assertThat(AdminKey.read(Settings.of(Map.of())).isSet()).isFalse();
        assertThat(AdminKey.read(Settings.of(Map.of())).matches(made.credential()))
                .isFalse();
        var configured = AdminKey.read(Settings.of(Map.of("parley.admin-key", text)));
        assertThat(configured.matches(made.credential())).isTrue();
        assertThat(configured.matches(KeyText.make().credential())).isFalse();
        for (var bad : List.of("short", "x".repeat(30) + " y")) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> AdminKey.read(Settings.of(Map.of("parley.admin-key", bad))))
                    .withMessageContaining("parley.admin-key")
                    .withMessageNotContaining(bad);
        }
    }

    static ApiKey key(KeyText text, Long expiresAt, Long revokedAt) {
        var caller = new Caller(
                text.id(), "x", null, Set.of(Caller.USER), List.of(), Rates.UNLIMITED, BudgetLimits.UNLIMITED);
        return new ApiKey(text.hash(), caller, 0, expiresAt, revokedAt, null);
    }
}
