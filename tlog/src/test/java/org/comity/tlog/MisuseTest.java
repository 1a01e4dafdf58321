package org.comity.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that check less than they must: the compiler refuses them. */
class MisuseTest {

    private static List<String> errors(String statement) {
        String source =
                "package attempt; import org.comity.tlog.*; class Attempt { void run(VerifiedCheckpoint verified,"
                        + " SignedCheckpoint signed, InclusionProof path, byte[] entry) { " + statement + " } }";
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///attempt/Attempt.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        ToolProvider.getSystemJavaCompiler()
                .getTask(
                        null,
                        null,
                        found,
                        List.of("-proc:none", "-implicit:none", "-d", System.getProperty("java.io.tmpdir")),
                        null,
                        List.of(file))
                .call();
        return found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(null))
                .collect(Collectors.toList());
    }

    @Test
    void aWholeCheckCompiles() {
        assertThat(errors("verified.includes(entry, 0, path);")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verified.includes(0, path);",
                "verified.includes(Hash.leaf(entry), 0, path);",
                "signed.includes(entry, 0, path);",
                "new VerifiedCheckpoint(signed, new java.util.TreeMap<>());",
                "path.verify(entry);"
            })
    void pathWithoutMessageOrCheckpointDoesNotCompile(String statement) {
        assertThat(errors(statement)).isNotEmpty();
    }
}
