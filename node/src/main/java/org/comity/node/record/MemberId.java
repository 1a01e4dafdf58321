package org.comity.node.record;

/**
 * The code of a member: a state, or a regional organisation that acts like one.
 *
 * @param code two upper-case letters of ISO 3166-1 alpha-2; exceptionally reserved codes ({@code EU}) and user-assigned ones ({@code XA} to {@code XZ})
 *     are legal, because the list of members and not this type says who exists
 */
public record MemberId(String code) implements Comparable<MemberId> {
    public MemberId {
        if (code.length() != 2 || !upper(code.charAt(0)) || !upper(code.charAt(1))) {
            throw new IllegalArgumentException("member is '" + Check.shortened(code) + "', must be two letters A to Z");
        }
    }

    private static boolean upper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    @Override
    public int compareTo(MemberId other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
