-- How many devices of a group may work at once, such as those on one power circuit.
CREATE TABLE "group_limit" (
  "group_name" TEXT NOT NULL,
  "max_at_once" INTEGER NOT NULL,
  CONSTRAINT "group_limit_pkey" PRIMARY KEY ("group_name"),
  CONSTRAINT "group_limit_check" CHECK ("max_at_once" >= 0)
);
