//! Prints long lists page by page. Holds one page in memory.

use super::context::Context;
use super::error::Result;
use crate::store::page::Page;
use crate::terminal::unless_closed;
use crate::view::View;

/// Prints the pages that `next` returns, until there is none or nobody reads them.
pub(super) fn print_pages<T, C, V: View>(
    context: &Context,
    view: impl Fn(&T) -> V,
    mut next: impl FnMut(Option<C>) -> Result<Page<T, C>>,
) -> Result<()> {
    let mut list = context.printer.list();
    let mut cursor = None;
    loop {
        let page = next(cursor)?;
        let added = page
            .items
            .into_iter()
            .try_for_each(|item| list.add(&view(&item)));
        if added.is_err() {
            return Ok(unless_closed(added)?);
        }
        cursor = page.next;
        if cursor.is_none() {
            return Ok(unless_closed(list.finish::<V>())?);
        }
    }
}
