//! Pages: a long list is read in parts that fit into memory, each in its own transaction.

use super::error::Result;

/// The most bytes of content that one transaction reads or claims; one item that has
/// more by itself is taken alone.
pub const PAGE_BYTES: usize = 8 << 20;

/// The most items that one transaction reads or claims.
pub const PAGE_ITEMS: usize = 1_000;

/// A part of a list.
#[derive(Debug)]
pub struct Page<T, C> {
    /// The items of this part.
    pub items: Vec<T>,
    /// Where the next part begins, or `None` if this is the last one.
    pub next: Option<C>,
}

/// Whether a page has room for one more.
#[derive(Debug, Default)]
pub(super) struct Room {
    items: usize,
    bytes: usize,
}

impl Room {
    /// Reserves room for an item with this number of bytes; false if there is not enough.
    pub(super) fn take(&mut self, bytes: usize) -> bool {
        let fits = self.items < PAGE_ITEMS && self.bytes.saturating_add(bytes) <= PAGE_BYTES;
        if self.items > 0 && !fits {
            return false;
        }
        self.items += 1;
        self.bytes = self.bytes.saturating_add(bytes);
        true
    }
}

/// Takes the first of `rows`, each with its position: at most `limit`, and no more than a page
/// holds.
pub fn collect<T, C>(
    rows: impl Iterator<Item = Result<(T, C)>>,
    limit: usize,
    size: impl Fn(&T) -> usize,
) -> Result<Page<T, C>> {
    let mut room = Room::default();
    let mut page = Page {
        items: Vec::new(),
        next: None,
    };
    let mut last = None;
    for row in rows.take(limit) {
        let (item, cursor) = row?;
        if !room.take(size(&item)) {
            page.next = last;
            break;
        }
        page.items.push(item);
        last = Some(cursor);
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(sizes: &[usize], limit: usize) -> (usize, Option<usize>) {
        let rows = sizes.iter().enumerate().map(|(at, &size)| Ok((size, at)));
        let page = collect(rows, limit, |&size| size).unwrap();
        (page.items.len(), page.next)
    }

    #[test]
    fn a_page_is_bounded_in_bytes_and_in_items_and_holds_one_at_least() {
        assert_eq!(page(&[PAGE_BYTES / 2; 5], 9), (2, Some(1)));
        assert_eq!(page(&[PAGE_BYTES + 1, 1], 9), (1, Some(0)));
        assert_eq!(page(&[1; 5], 9), (5, None));
        assert_eq!(page(&[1; 5], 3), (3, None));
        assert_eq!(page(&[0; 1_001], 9_999), (1_000, Some(999)));
        assert_eq!(page(&[], 9), (0, None));
    }
}
