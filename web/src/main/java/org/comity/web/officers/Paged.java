package org.comity.web.officers;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.comity.node.ledger.Refused;

/**
 * One page of a list.
 *
 * @param next cursor of the page that follows; empty at the end
 */
record Paged<T>(List<T> items, Optional<String> next) {

    Paged {
        items = List.copyOf(items);
    }

    /** A page of a list that is known whole, behind the caller's cursor {@code after}. */
    static <S, T> Paged<T> of(Call call, List<S> all, Function<S, String> cursor, Function<S, T> shown) throws Refused {
        int from = 0;
        Optional<String> after = call.query("after");
        if (after.isPresent()) {
            List<String> cursors = all.stream().map(cursor).toList();
            from = cursors.indexOf(after.get()) + 1;
            if (from == 0) {
                throw new Refused(
                        Refused.Code.INVALID,
                        "the cursor after is of no page of this list",
                        "begin with the first page");
            }
        }
        int to = Math.min(all.size(), from + call.pageSize());
        return new Paged<>(
                all.subList(from, to).stream().map(shown).toList(),
                to < all.size() ? Optional.of(cursor.apply(all.get(to - 1))) : Optional.empty());
    }

    /** A page of a list that is read from its newest end: one more than the page was read, which says whether more follows. */
    static <S, T> Paged<T> newest(List<S> read, int size, Function<S, Long> cursor, Function<S, T> shown) {
        boolean more = read.size() > size;
        List<S> page = more ? read.subList(0, size) : read;
        return new Paged<>(
                page.stream().map(shown).toList(),
                more ? Optional.of(Long.toString(cursor.apply(page.getLast()))) : Optional.empty());
    }
}
