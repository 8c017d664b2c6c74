# reviewapp from R, with httr2. REVIEWAPP_URL and REVIEWAPP_TOKEN say where, and with which token of the account page.
library(httr2)

reviewapp <- function(path, ...) {
  request(Sys.getenv("REVIEWAPP_URL", "http://localhost:8000")) |>
    req_url_path_append("api/v1", path) |>
    req_url_query(...) |>
    req_auth_bearer_token(Sys.getenv("REVIEWAPP_TOKEN")) |>
    req_retry(max_tries = 5, is_transient = \(answer) resp_status(answer) %in% c(429, 503)) |>
    req_error(body = \(answer) resp_body_json(answer)$title)
}

# All rows of a list, page after page.
each <- function(path, ...) {
  asked <- reviewapp(path, limit = 200, ...)
  rows <- list()
  repeat {
    page <- asked |> req_perform() |> resp_body_json()
    rows <- c(rows, page$results)
    if (is.null(page$`next`)) break
    asked <- request(page$`next`) |> req_auth_bearer_token(Sys.getenv("REVIEWAPP_TOKEN"))
  }
  rows
}

# The included reports as a data frame, ready to be joined with extracted effects for metafor::rma().
included <- function(review) {
  rows <- each(paste0("reviews/", review, "/records/"), place = "included")
  do.call(rbind, lapply(rows, \(one) data.frame(
    id = one$id, title = one$title, year = if (is.null(one$year)) NA else one$year, doi = one$doi
  )))
}

# Votes that may be seen: one's own, and all on reports that are decided.
votes <- function(review, stage = "title-abstract") {
  rows <- each(paste0("reviews/", review, "/votes/"), stage = stage)
  do.call(rbind, lapply(rows, \(one) data.frame(record = one$record, name = one$name, verdict = one$verdict)))
}
