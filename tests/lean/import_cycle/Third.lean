prelude
-- The way back.
import First
