-- The extension stays: others may use it.
DROP INDEX "IX_Customer_Search";
