-- gsc: concurrently when large
-- The list's order: live customers by name.
CREATE INDEX "IX_Customer_Name_Id" ON "Customer" ("Name", "Id") WHERE NOT "IsDeleted";
