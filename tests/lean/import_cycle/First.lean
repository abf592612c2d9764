prelude
import Base
import Second
