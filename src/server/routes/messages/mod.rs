//! Messages: lists and shows them, sends them, and claims and settles them.

mod claim;
mod read;
mod send;

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::server::app::App;

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(read::list, send::send))
        .routes(routes!(send::send_batch))
        .routes(routes!(send::request))
        .routes(routes!(claim::claim))
        .routes(routes!(read::show))
        .routes(routes!(read::trace))
        .routes(routes!(claim::ack))
        .routes(routes!(claim::nack))
        .routes(routes!(claim::extend))
        .routes(routes!(claim::reply))
        .routes(routes!(claim::requeue))
}
