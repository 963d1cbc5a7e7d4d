-- gsc: needs the extension pg_trgm
-- gsc: concurrently when large
-- For searching anywhere in any field: one index of all that the search looks at.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "IX_Customer_Search" ON "Customer" USING gin (
    "Name" gin_trgm_ops, "Email" gin_trgm_ops, "Phone" gin_trgm_ops, "Address" gin_trgm_ops, "Notes" gin_trgm_ops
);
