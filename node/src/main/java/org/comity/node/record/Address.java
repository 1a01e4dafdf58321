package org.comity.node.record;

/** One authority of one member, printed {@code VN/justice}. */
public record Address(MemberId member, AuthorityId authority) {
    /** Reads the printed form. */
    public static Address parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("address is '" + Check.shortened(text) + "', must look like VN/justice");
        }
        return new Address(new MemberId(text.substring(0, slash)), new AuthorityId(text.substring(slash + 1)));
    }

    @Override
    public String toString() {
        return member + "/" + authority;
    }
}
