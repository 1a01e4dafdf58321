package org.comity.age;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;

/** One CCTV test vector: the fields of its textual header and the age file. */
final class CctvVector {
    private final String name;
    private final Map<String, String> fields;
    private final List<Identity> identities;
    private final byte[] file;

    private CctvVector(String name, Map<String, String> fields, List<Identity> identities, byte[] file) {
        this.name = name;
        this.fields = fields;
        this.identities = identities;
        this.file = file;
    }

    static Stream<CctvVector> all() {
        try {
            URL folder = Objects.requireNonNull(CctvVector.class.getResource("cctv"), "vectors");
            try (Stream<Path> paths = Files.list(Path.of(folder.toURI()))) {
                return paths
                        .filter(path -> !path.getFileName().toString().contains("."))
                        .sorted()
                        .map(CctvVector::read)
                        .toList()
                        .stream();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CctvVector read(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            Map<String, String> fields = new HashMap<>();
            List<Identity> identities = new ArrayList<>();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String[] pair = line.split(": ", 2);
                if (pair[0].equals("identity")) {
                    identities.add(Identity.parse(pair[1]));
                } else {
                    fields.put(pair[0], pair[1]);
                }
            }
            InputStream body = fields.containsKey("compressed") ? new InflaterInputStream(in) : in;
            return new CctvVector(path.getFileName().toString(), fields, identities, body.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n' && b >= 0; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    String field(String key) {
        return Objects.requireNonNull(fields.get(key), key);
    }

    List<Identity> identities() {
        return identities;
    }

    byte[] file() {
        return file;
    }

    @Override
    public String toString() {
        return name;
    }
}
