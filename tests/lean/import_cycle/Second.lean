prelude
import Third
