package org.comity.tlog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a C2SP tlog-policy file. One use each.
 *
 * <p>The specification treats bytes above 0x7F as opaque; here they have to be UTF-8, which it recommends. Names are
 * compared code point by code point, hence byte by byte.
 */
final class PolicyParser {
    private static final int MAX_BYTES = 1 << 20;

    private final List<Policy.Log> logs = new ArrayList<>();
    private final List<Policy.WitnessLine> witnesses = new ArrayList<>();
    private final List<Policy.Group> groups = new ArrayList<>();
    private final Set<String> defined = new HashSet<>();
    private final Set<String> grouped = new HashSet<>();
    private final Set<Hash> logKeys = new HashSet<>();
    private final Set<Hash> witnessKeys = new HashSet<>();
    private @Nullable String quorum;
    private int lineNumber;

    private record Token(String text, int column) {}

    Policy parse(byte[] bytes) {
        LineReader reader = new LineReader(Wire.utf8(bytes, MAX_BYTES, "the policy"), "the policy");
        while (!reader.atEnd()) {
            lineNumber++;
            List<Token> tokens = tokens(reader.line());
            if (!tokens.isEmpty() && !tokens.get(0).text.startsWith("#")) {
                define(tokens);
            }
        }
        if (quorum == null) {
            throw LogException.malformed("the policy has no quorum line");
        }
        return new Policy(logs, witnesses, groups, quorum);
    }

    private void define(List<Token> tokens) {
        Token keyword = tokens.get(0);
        switch (keyword.text) {
            case "log" -> defineLog(tokens);
            case "witness" -> defineWitness(tokens);
            case "group" -> defineGroup(tokens);
            case "quorum" -> defineQuorum(tokens);
            default -> throw error(keyword, "log, witness, group or quorum is expected");
        }
    }

    private void defineLog(List<Token> tokens) {
        requireCount(tokens, 2, 3, "log <vkey> [<url>]");
        Token vkey = tokens.get(1);
        VerifierKey key = key(vkey);
        if (key.type() == Ed25519CosignatureKey.TYPE) {
            throw error(vkey, "a log signs with type 1 or 6, not 4");
        }
        requireNew(logKeys, key, vkey);
        requireRoom(logs, vkey, "logs");
        logs.add(new Policy.Log(key, tokens.size() == 3 ? tokens.get(2).text : ""));
    }

    private void defineWitness(List<Token> tokens) {
        requireCount(tokens, 3, 4, "witness <name> <vkey> [<url>]");
        Token name = tokens.get(1);
        Token vkey = tokens.get(2);
        VerifierKey key = key(vkey);
        if (key.type() == Ed25519Key.TYPE) {
            throw error(vkey, "a witness signs with type 4 or 6, not 1");
        }
        requireNew(witnessKeys, key, vkey);
        requireRoom(witnesses, name, "witnesses");
        requireUndefined(name);
        witnesses.add(new Policy.WitnessLine(name.text, key, tokens.size() == 4 ? tokens.get(3).text : ""));
    }

    private void defineGroup(List<Token> tokens) {
        requireCount(tokens, 4, Integer.MAX_VALUE, "group <name> all|any|<k> <name>...");
        Token name = tokens.get(1);
        List<String> members = new ArrayList<>();
        for (Token member : tokens.subList(3, tokens.size())) {
            if (!defined.contains(member.text)) {
                throw error(member, "no witness or group of this name is defined above");
            }
            if (!grouped.add(member.text)) {
                throw error(member, "this name is already a member of a group");
            }
            members.add(member.text);
        }
        requireRoom(groups, name, "groups");
        requireUndefined(name);
        groups.add(new Policy.Group(name.text, threshold(tokens.get(2), members.size()), members));
    }

    private void defineQuorum(List<Token> tokens) {
        requireCount(tokens, 2, 2, "quorum <name>|none");
        Token name = tokens.get(1);
        if (quorum != null) {
            throw error(tokens.get(0), "the policy has a quorum line already");
        }
        if (!name.text.equals(Policy.NONE) && !defined.contains(name.text)) {
            throw error(name, "no witness or group of this name is defined above");
        }
        quorum = name.text;
    }

    private int threshold(Token token, int members) {
        return switch (token.text) {
            case "any" -> 1;
            case "all" -> members;
            default -> {
                long value;
                try {
                    value = Wire.decimal(token.text, "threshold");
                } catch (LogException e) {
                    throw error(token, "all, any or a decimal is expected", e);
                }
                if (value < 1 || value > members) {
                    throw error(token, "the threshold is 1 to " + members + ", the number of members");
                }
                yield (int) value;
            }
        };
    }

    private VerifierKey key(Token token) {
        try {
            return VerifierKey.parse(token.text);
        } catch (LogException e) {
            throw error(token, String.valueOf(e.getMessage()), e);
        }
    }

    private void requireNew(Set<Hash> known, VerifierKey key, Token token) {
        if (!known.add(Hash.sha256(key.publicKey()))) {
            throw error(token, "this public key stands on an earlier line");
        }
    }

    private void requireUndefined(Token name) {
        if (name.text.equals(Policy.NONE) || !defined.add(name.text)) {
            throw error(name, "this name is taken");
        }
    }

    private void requireRoom(List<?> list, Token token, String what) {
        if (list.size() == Policy.MAX_NAMES) {
            throw new LogException(
                    LogException.Fault.LIMIT_EXCEEDED,
                    at(token) + "a policy has at most " + Policy.MAX_NAMES + " " + what);
        }
    }

    private void requireCount(List<Token> tokens, int min, int max, String usage) {
        if (tokens.size() < min) {
            throw error(tokens.get(tokens.size() - 1), "the line ends too early, expected is " + usage);
        }
        if (tokens.size() > max) {
            throw error(tokens.get(max), "nothing more is expected after " + usage);
        }
    }

    /** Splits at spaces and tabs, the only white space of the format; columns count characters from 1. */
    private List<Token> tokens(String line) {
        List<Token> tokens = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= line.length(); i++) {
            char c = i == line.length() ? ' ' : line.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw error(new Token("", i + 1), "control character " + (int) c);
            }
            boolean blank = c == ' ' || c == '\t';
            if (!blank && start < 0) {
                start = i;
            } else if (blank && start >= 0) {
                tokens.add(new Token(line.substring(start, i), start + 1));
                start = -1;
            }
        }
        return tokens;
    }

    private String at(Token token) {
        return "line " + lineNumber + ", column " + token.column + ": ";
    }

    private LogException error(Token token, String message) {
        return LogException.malformed(at(token) + message + " at " + Wire.show(token.text));
    }

    private LogException error(Token token, String message, LogException cause) {
        return new LogException(cause.fault(), at(token) + message, cause);
    }
}
